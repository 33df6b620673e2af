/**
 * What is done of each partition: the offsets above the committed one whose records are done, and the text beside the offset
 * that says so to the next owner. Owned partitions are known here too.
 */
@NullMarked
package io.turnstile.intake.progress;

import org.jspecify.annotations.NullMarked;

/**
 * Writers: each kind of record becomes rows here, a batch in one transaction. One thread at a time.
 */
@NullMarked
package io.turnstile.deadletter.index.write;

import org.jspecify.annotations.NullMarked;

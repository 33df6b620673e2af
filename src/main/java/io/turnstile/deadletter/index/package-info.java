/**
 * An index of the dead letters in an embedded database: what lists, filters, plans and jobs need, made from Kafka at each
 * start and thrown away at the end. Bytes stay on Kafka and are fetched when somebody looks at a letter.
 *
 * <p>One thread at a time writes, many read beside it.
 */
@NullMarked
package io.turnstile.deadletter.index;

import org.jspecify.annotations.NullMarked;

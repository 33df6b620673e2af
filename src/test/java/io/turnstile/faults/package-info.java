/**
 * Standing adversary: a random schedule of faults, which follows from a seed, against real processes under load, and a checker
 * that holds the contract against every record afterwards. {@code FaultRun} is the whole of it; {@code docs/testing.md} says how
 * to replay a seed and how to add a fault.
 *
 * <p>Pure, and tested by themselves: the schedule, the reach of a fault, and all checks. The rest strikes: one thread for each
 * subject of faults, one that sends, one that reads.
 */
@NullMarked
package io.turnstile.faults;

import org.jspecify.annotations.NullMarked;

/**
 * Runs all of Turnstile on a real Kafka broker, and looks at what comes out as anyone would, {@code read_committed}.
 *
 * <p>One broker serves all classes of a test run ({@link io.turnstile.endtoend.fixture.SharedKafka}); each test has topics, a group
 * and an instance name of its own there ({@link io.turnstile.endtoend.fixture.PipelineFixture}). Tests that kill brokers start their own.
 */
package io.turnstile.endtoend;

/**
 * Commands of the demo part: {@code demo}, {@code simulator} and {@code test}. They are in a jar of their own with the embedded broker and
 * the simulator, which the server does not load, and {@code cli} finds them as services.
 */
@NullMarked
package io.turnstile.cli.demo;

import org.jspecify.annotations.NullMarked;

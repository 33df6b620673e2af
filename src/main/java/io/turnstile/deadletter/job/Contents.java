package io.turnstile.deadletter.job;

import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Letter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Reads letters in full. */
@FunctionalInterface
public interface Contents {

    /** Returns the letters by id; those that Kafka holds no more are missing. */
    Map<String, Content> read(List<Letter> letters) throws TimeoutException, InterruptedException;
}

package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Source of letters in full. */
@FunctionalInterface
public interface Contents {

    /** Returns the letters by place; those that Kafka holds no more are missing. */
    Map<Place, Content> read(List<Letter> letters) throws TimeoutException, InterruptedException;
}

package io.turnstile.routeset;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Saved files that are not used, and why.
 *
 * @param why all of it, in one line
 * @param file name of the file that is wrong; empty if it is none alone
 * @param line where in it; 0 if that is not known
 * @param what what is wrong there; all of it if there is no such place
 * @param meant what was probably meant
 * @param since since when
 */
public record RouteRefusal(
        String why, Optional<String> file, int line, String what, Optional<String> meant, Instant since) {

    private static final Pattern PLACE = Pattern.compile("(?:.*/)?([^/]+\\.yaml), line (\\d{1,9}): (.*)");
    private static final Pattern MEANT = Pattern.compile("(.*?): did you mean (\\S+)\\?(.*)");

    /** Takes apart the line in which a fault is explained: {@code FILE, line N: WHAT: did you mean WORD?}. */
    static RouteRefusal of(String why, Instant since) {
        Matcher place = PLACE.matcher(why);
        boolean placed = place.matches();
        String said = placed ? place.group(3) : why;
        Matcher meant = MEANT.matcher(said);
        boolean guessed = meant.matches();
        return new RouteRefusal(
                why,
                placed ? Optional.of(place.group(1)) : Optional.empty(),
                placed ? Integer.parseInt(place.group(2)) : 0,
                guessed ? meant.group(1) + meant.group(3) : said,
                guessed ? Optional.of(meant.group(2)) : Optional.empty(),
                since);
    }
}

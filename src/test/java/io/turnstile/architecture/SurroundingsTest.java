package io.turnstile.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Locale, time zone and default charset change no byte: otherwise a message reads differently on another machine. */
@AnalyzeClasses(packages = "io.turnstile", importOptions = DoNotIncludeTests.class)
class SurroundingsTest {

    /** Methods that ask for a locale, and take the machine's where they get none. */
    private static final Map<String, Set<String>> BY_LOCALE = Map.ofEntries(
            Map.entry("java.lang.String", Set.of("format", "formatted", "toLowerCase", "toUpperCase")),
            Map.entry("java.io.PrintStream", Set.of("printf", "format")),
            Map.entry("java.io.PrintWriter", Set.of("printf", "format")),
            Map.entry("java.io.Console", Set.of("printf", "format")),
            Map.entry("java.util.Formatter", Set.of("<init>")),
            Map.entry("java.util.Scanner", Set.of("<init>")),
            Map.entry(
                    "java.time.format.DateTimeFormatter",
                    Set.of("ofPattern", "ofLocalizedDate", "ofLocalizedTime", "ofLocalizedDateTime")),
            Map.entry("java.time.format.DateTimeFormatterBuilder", Set.of("toFormatter")),
            Map.entry("java.text.SimpleDateFormat", Set.of("<init>")),
            Map.entry("java.text.DecimalFormat", Set.of("<init>")),
            Map.entry("java.text.MessageFormat", Set.of("<init>", "format")),
            Map.entry(
                    "java.text.NumberFormat",
                    Set.of("getInstance", "getNumberInstance", "getIntegerInstance", "getPercentInstance")));

    /** Methods that ask for a charset, and take the machine's where they get none. */
    private static final Map<String, Set<String>> BY_CHARSET = Map.ofEntries(
            Map.entry("java.lang.String", Set.of("getBytes")),
            Map.entry("java.io.InputStreamReader", Set.of("<init>")),
            Map.entry("java.io.OutputStreamWriter", Set.of("<init>")),
            Map.entry("java.io.FileReader", Set.of("<init>")),
            Map.entry("java.io.FileWriter", Set.of("<init>")),
            Map.entry("java.io.ByteArrayOutputStream", Set.of("toString")),
            Map.entry("java.net.URLEncoder", Set.of("encode")),
            Map.entry("java.net.URLDecoder", Set.of("decode")));

    /** Constructors that take bytes from or to somewhere; with none of these parameters they are harmless. */
    private static final Set<String> WRITERS = Set.of("java.lang.String", "java.io.PrintStream", "java.io.PrintWriter");

    private static final Set<String> BYTES =
            Set.of("[B", "java.io.OutputStream", "java.io.File", "java.io.InputStream");

    private static final Map<String, Set<String>> SURROUNDINGS = Map.of(
            "java.time.ZoneId", Set.of("systemDefault"),
            "java.util.TimeZone", Set.of("getDefault"),
            "java.util.Locale", Set.of("getDefault"),
            "java.util.Calendar", Set.of("getInstance"),
            "java.nio.charset.Charset", Set.of("defaultCharset"));

    @ArchTest
    static final ArchRule textShouldNotDependOnTheLocale = noClasses()
            .should()
            .callCodeUnitWhere(describe(
                    "something that takes the machine's locale",
                    call -> names(call, BY_LOCALE) && !takes(call, Locale.class.getName())));

    @ArchTest
    static final ArchRule bytesShouldNotDependOnTheCharset = noClasses()
            .should()
            .callCodeUnitWhere(describe("something that takes the machine's charset", call -> {
                boolean isConstructor = call.getTarget().getName().equals("<init>");
                boolean converts = isConstructor
                        && WRITERS.contains(owner(call))
                        && parameters(call).stream().anyMatch(BYTES::contains);
                return (converts || names(call, BY_CHARSET))
                        && !takes(call, Charset.class.getName())
                        && !takes(call, "java.nio.charset.CharsetDecoder");
            }));

    @ArchTest
    static final ArchRule nothingShouldAskWhereItRuns = noClasses()
            .should()
            .callCodeUnitWhere(describe(
                    "a look at the machine's locale, time zone or charset", call -> names(call, SURROUNDINGS)));

    private static boolean names(JavaCall<?> call, Map<String, Set<String>> methods) {
        return methods.getOrDefault(owner(call), Set.of())
                .contains(call.getTarget().getName());
    }

    private static boolean takes(JavaCall<?> call, String type) {
        return parameters(call).contains(type);
    }

    private static String owner(JavaCall<?> call) {
        return call.getTargetOwner().getName();
    }

    private static List<String> parameters(JavaCall<?> call) {
        return call.getTarget().getRawParameterTypes().stream()
                .map(JavaClass::getName)
                .toList();
    }
}

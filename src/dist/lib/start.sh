# Starts Turnstile on the Java that is there. A launcher sources it, with its own arguments, after it has set
#   home   the folder of config and routes
#   parts  the folder of lib and lib-demo
#   whole  yes: the demo's jars are on the class path of every command
# It takes about a third off each start with an archive of loaded classes, which the first `run` or `demo` leaves behind.
# shellcheck shell=sh disable=SC2154

fail() {
    echo "turnstile: $*" >&2
    exit 1
}

if [ -n "${JAVA_HOME-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, where there is no bin/java: set it to Java 17 or newer, or unset it"
else
    java=$(command -v java) || fail "There is no Java: install Java 17, 21 or 25, or set JAVA_HOME"
fi

# A file beside Java tells its version sooner than Java does.
release=$(dirname -- "$(dirname -- "$(readlink -f -- "$java" 2>/dev/null || echo "$java")")")/release
version=
if [ -r "$release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$release")
fi
if [ -z "$version" ]; then
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
fi
major=${version%%[!0-9]*}
[ -n "$major" ] || fail "$java does not tell its version: install Java 17, 21 or 25, or set JAVA_HOME"
[ "$major" -ge 17 ] || fail "$java is Java $version: install Java 17, 21 or 25, or set JAVA_HOME"

command=
for each in "$@"; do
    case $each in
    -*) ;;
    *)
        command=$each
        break
        ;;
    esac
done

# What serves bookings does not load the broker and the simulator.
jars=$parts/lib/turnstile.jar
part=server
demo=$parts/lib-demo/turnstile-demo.jar
case ${whole-}$command in
run | check | send | dead-letters | replay | jobs) ;;
*)
    if [ -f "$demo" ]; then
        jars=$jars:$demo
        oldIFS=$IFS
        IFS=:
        # Names of files in one line, between colons.
        # shellcheck disable=SC2013
        for each in $(cat "$parts/lib-demo/class-path"); do
            jars=$jars:$parts/lib-demo/${each#./}
        done
        IFS=$oldIFS
        part=demo
    elif [ "$command" = demo ] || [ "$command" = simulator ] || [ "$command" = test ]; then
        fail "The demo is not installed here: there is no $demo"
    fi
    ;;
esac

# As the user typed it, for what is printed to be typed next.
typed=$0
if [ "$(command -v turnstile 2>/dev/null)" = "$typed" ]; then
    typed=turnstile
fi
set -- "-Dturnstile.home=$home" "-Dturnstile.command=$typed" -cp "$jars" io.turnstile.cli.Turnstile "$@"

# The JVM's own words are no lines of Turnstile, unless they are errors. It calls it one that its archive of loaded classes
# knows nothing of native access, and uses the archive all the same.
if [ "$major" -ge 24 ]; then
    # SQLite and compression are native; Kafka's client uses Unsafe. Older versions take neither option, or need none.
    set -- --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "-Xlog:aot*=off:stderr" "$@"
fi
set -- -Xlog:disable -Xlog:all=error:stderr "-Xlog:cds*=off:stderr" "$@"

if [ -n "${TURNSTILE_STATE_DIR-}" ]; then
    if [ ! -d "$TURNSTILE_STATE_DIR" ] || [ ! -w "$TURNSTILE_STATE_DIR" ]; then
        fail "TURNSTILE_STATE_DIR is $TURNSTILE_STATE_DIR, which is no folder that can be written to"
    fi
    set -- "-Djava.io.tmpdir=$TURNSTILE_STATE_DIR" "$@"
    cache=$TURNSTILE_STATE_DIR
elif [ -w "$parts" ]; then
    cache=$parts/cache
else
    cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/turnstile
fi
# Jars that were replaced have another archive, also where their times are the same.
archive=$cache/$part-java-$version-$(cksum <"$parts/lib/turnstile.jar" | tr ' ' -).jsa
case $command in
run | demo)
    if [ -f "$archive" ]; then
        set -- "-XX:SharedArchiveFile=$archive" "$@"
    elif mkdir -p -- "$cache" 2>/dev/null && [ -w "$cache" ]; then
        rm -f -- "$cache/$part-java-$version-"*.jsa
        set -- "-XX:ArchiveClassesAtExit=$archive" "$@"
    fi
    ;;
*)
    if [ -f "$archive" ]; then
        set -- "-XX:SharedArchiveFile=$archive" "$@"
    fi
    ;;
esac

options=${TURNSTILE_JAVA_OPTS-${JAVA_OPTS-}}
# The collector that passes the most bookings on a few cores, and a heap that all of it fits into.
case $options in
*-XX:+Use*GC*) ;;
*) options="-XX:+UseParallelGC $options" ;;
esac
case $options in
*-Xmx* | *-XX:MaxHeapSize=* | *-XX:MaxRAMPercentage=*) ;;
*) options="-Xmx512m $options" ;;
esac
# shellcheck disable=SC2086
exec "$java" $options "$@"

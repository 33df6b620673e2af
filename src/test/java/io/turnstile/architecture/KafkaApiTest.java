package io.turnstile.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.kafka.common.record.TimestampType;

/** Kafka's internal classes change with any release, and without a word: a new version would then not compile, or not start. */
@AnalyzeClasses(packages = "io.turnstile")
class KafkaApiTest {

    private static final String[] INTERNAL = {
        "org.apache.kafka..internals..",
        "org.apache.kafka.common.message..",
        "org.apache.kafka.common.network..",
        "org.apache.kafka.common.protocol..",
        "org.apache.kafka.common.record..",
        "org.apache.kafka.common.requests..",
        "org.apache.kafka.common.utils..",
        "org.apache.kafka.metadata..",
        "org.apache.kafka.raft..",
        "org.apache.kafka.server..",
        "org.apache.kafka.storage..",
        "kafka.."
    };

    /** A broker has no public way to be started or formatted from within a program. The type of a timestamp is internal, but public methods take it. */
    @ArchTest
    static final ArchRule nothingButTheEmbeddedBrokersShouldUseInternalsOfKafka = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.turnstile.demo.EmbeddedKafka")
            .and()
            .doNotHaveFullyQualifiedName("io.turnstile.endtoend.fixture.KafkaCluster")
            .should()
            .dependOnClassesThat(resideInAnyPackage(INTERNAL)
                    .and(describe(
                            "are not " + TimestampType.class,
                            (JavaClass each) -> !each.isEquivalentTo(TimestampType.class))));
}

package io.turnstile.config;

import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout.EventTemplateAdditionalField;

/** Form of the log: text for people, as {@code log4j2.properties} has it, or a JSON object a line for machines. */
public final class LogFormat {

    private static final String TEXT = "console";
    private static final String JSON = "json";
    private static final String TEMPLATE = "classpath:io/turnstile/config/log-event.json";

    private LogFormat() {}

    /** Logs in the form that the settings ask for, from now on and in the whole process. */
    public static void use(Settings settings) {
        if (settings.telemetry().jsonLogs() && !isJson()) {
            Configuration configuration = context().getConfiguration();
            Appender json = ConsoleAppender.newBuilder()
                    .setName(JSON)
                    .setTarget(ConsoleAppender.Target.SYSTEM_ERR)
                    .setLayout(json(configuration, settings.instance()))
                    .setConfiguration(configuration)
                    .build();
            json.start();
            configuration.addAppender(json);
            LoggerConfig root = configuration.getRootLogger();
            root.addAppender(json, null, null);
            root.removeAppender(TEXT);
            context().updateLoggers();
        }
    }

    /** Returns whether whatever goes to standard error had better be a JSON object a line. */
    public static boolean isJson() {
        return context().getConfiguration().getRootLogger().getAppenders().containsKey(JSON);
    }

    /** Returns the layout of one event a line. */
    public static Layout<?> json(Configuration configuration, String instance) {
        return JsonTemplateLayout.newBuilder()
                .setConfiguration(configuration)
                .setCharset(StandardCharsets.UTF_8)
                .setEventTemplateUri(TEMPLATE)
                .setEventTemplateAdditionalFields(new EventTemplateAdditionalField[] {
                    EventTemplateAdditionalField.newBuilder()
                            .setKey("instance")
                            .setValue(instance)
                            .build()
                })
                .build();
    }

    private static LoggerContext context() {
        return (LoggerContext) LogManager.getContext(false);
    }
}

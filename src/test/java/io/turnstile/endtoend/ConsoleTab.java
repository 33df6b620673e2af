package io.turnstile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Is one person's browser with the console open. Remembers whatever the page complained about or should never do: errors,
 * breaches of its policy, dialogs of scripts, calls to other hosts.
 */
final class ConsoleTab implements AutoCloseable {

    private final BrowserContext context;
    private final Page page;
    private final URI console;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private int opened;
    private final List<Response> answers = new CopyOnWriteArrayList<>();

    private ConsoleTab(BrowserContext context, URI console) {
        this.context = context;
        this.console = console;
        this.page = context.newPage();
        page.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add("error: " + message.text());
            }
        });
        page.onPageError(error -> complaints.add("uncaught: " + error));
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(console.toString())) {
                complaints.add("asked elsewhere: " + request.url());
            }
        });
        page.onResponse(answers::add);
        page.addInitScript("addEventListener('securitypolicyviolation', event => console.error('against the policy: '"
                + " + event.violatedDirective + ' ' + event.blockedURI))");
    }

    static ConsoleTab open(Browser browser, URI console) {
        return open(browser, console, 1280);
    }

    static ConsoleTab open(Browser browser, URI console, int width) {
        return new ConsoleTab(browser.newContext(new Browser.NewContextOptions().setViewportSize(width, 844)), console);
    }

    /** Opens an address of the console as somebody does who was sent a link: {@code #/letters?client=7}. */
    ConsoleTab at(String hash) {
        page.navigate(console + "/?" + ++opened + hash);
        return this;
    }

    Page page() {
        return page;
    }

    List<String> complaints() {
        return complaints;
    }

    List<Response> answers() {
        return answers;
    }

    Locator letters() {
        return page.locator("li.letter");
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }

    void press(String name) {
        button(name).first().click();
    }

    /** Selects all letters that are shown. */
    void selectAll() {
        page.locator(".listhead input").check();
    }

    Locator dialog() {
        return page.locator("dialog");
    }

    /** Fills in who and why, and presses the button that says how many. */
    void order(String by, String why, String button) {
        dialog().locator("[name=by]").fill(by);
        dialog().locator("[name=note]").fill(why);
        dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button))
                .click();
    }

    /** Waits until the job that is shown says this of its letters. */
    void awaitOutcome(String outcome) {
        assertThat(page.locator(".outcomes")).hasText(Pattern.compile(outcome));
    }

    @Override
    public void close() {
        context.close();
    }
}

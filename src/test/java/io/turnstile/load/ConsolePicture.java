package io.turnstile.load;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.turnstile.endtoend.fixture.Chromium;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Picture of the console of a running demo, for README. Arguments: its address, and the file to write. */
public final class ConsolePicture {

    private ConsolePicture() {}

    public static void main(String[] arguments) {
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Chromium.path().orElseThrow())
                                .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
            Page page = browser.newPage(
                    new Browser.NewPageOptions().setViewportSize(1280, 860).setColorScheme(ColorScheme.LIGHT));
            page.navigate(arguments[0]);
            page.getByRole(AriaRole.HEADING).first().waitFor();
            page.getByText("Not enough visits").first().waitFor();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(arguments[1])));
        }
    }
}

// The HTML reports as a person sees them, in a real browser.

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "browser/browser.h"
#include "browser/pages.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace clientpush {
namespace {

using nlohmann::json;

const char* const arrow_down = "\xEE\x80\x95";  // of the WebDriver standard
const char* const end_key = "\xEE\x80\x90";

/// Every element with text of its own against the nearest background, as WCAG counts contrast.
const char* const worst_contrast = R"js(
    const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const colour = numbers(getComputedStyle(at).backgroundColor);
            if (colour.length < 4 || colour[3] === 1) return colour;
        }
        return numbers(getComputedStyle(document.documentElement).getPropertyValue("--page"));
    };
    let worst = [99, ""];
    for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
        if (!own || !element.checkVisibility()) continue;
        const pair = [light(numbers(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
        const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
        if (ratio < worst[0]) worst = [ratio, element.outerHTML.slice(0, 200)];
    }
    return worst;
)js";

class ReportPage : public testing::Test {
protected:
    void SetUp() override {
        if (!Browser::is_installed()) {
            if (std::getenv("CI") != nullptr) FAIL() << "chromium and chromium-driver are not installed";
            GTEST_SKIP() << "chromium and chromium-driver are not installed";
        }
        browser.emplace(folder.path());
        browser->use("light", 1280, 900);
    }

    void open(const Change& change) { browser->open(change.write(folder.path())); }

    std::string text(const std::string& selector) {
        return browser->run("return document.querySelector(" + json(selector).dump() + ").innerText");
    }

    json rows() {
        return browser->run(
            "return [...document.querySelectorAll('.row .name')].map((each) => each.innerText)");
    }

    void choose(const std::string& title, const std::string& word) {
        browser->run("const select = document.querySelector('select[data-title=\"" + title +
                     "\"]'); select.value = " + json(word).dump() +
                     "; select.dispatchEvent(new Event('change'))");
    }

    /// Kept where CLIENTPUSH_SCREENSHOTS says, for people to look at.
    void keep_screenshot(const std::string& name, bool whole_page = true) {
        const std::string png = browser->screenshot(whole_page);
        ASSERT_TRUE(png.starts_with("\x89PNG"));
        const char* const kept = std::getenv("CLIENTPUSH_SCREENSHOTS");
        write_text((kept != nullptr ? std::filesystem::path(kept) : folder.path()) / (name + ".png"), png);
    }

    TempDir folder;
    std::optional<Browser> browser;
};

TEST_F(ReportPage, NamesFirstWhoWouldBeLostThenTheCounts) {
    open(realistic_change());

    EXPECT_EQ(text("h1"), "93 of 1,083 clients would become unmanaged");
    EXPECT_EQ(
        browser->run("return [...document.querySelectorAll('section')].map((each) => each.id)"),
        json({"lost", "unknown", "healing", "counts", "push", "warnings", "everyone", "rules", "facts"}));
    const std::string lost = text("#lost");
    EXPECT_NE(lost.find("kiosk-[01-48]"), std::string::npos) << lost;
    EXPECT_NE(lost.find("workgroup-cannot-read-ad"), std::string::npos) << lost;
    EXPECT_NE(text("#counts").find("93\nunmanaged"), std::string::npos) << text("#counts");
    EXPECT_EQ(browser->run("return document.querySelector('svg').getAttribute('aria-label')"),
              "ABC: 93 unmanaged, 8 unknown, 820 self-heals, 12 managed, 30 cloud");
    EXPECT_NE(text("#rule-workgroup-cannot-read-ad").find("48 clients"), std::string::npos);
    EXPECT_EQ(browser->run("return document.querySelector('#rule-site-not-known')"), nullptr);
}

TEST_F(ReportPage, TellsOnWhichFactsOfWhichAgeItRests) {
    open(realistic_change());
    const std::string facts = text("#facts");

    EXPECT_NE(facts.find("inventory\t14\t820\t–\t60\t181"), std::string::npos) << facts;
    EXPECT_NE(facts.find("never seen\t–\t–\t–\t–\t8"), std::string::npos) << facts;
    EXPECT_NE(facts.find("fleet.yml\t1,083"), std::string::npos) << facts;

    browser->run(
        "document.querySelector('#find').value = 'kiosk-07';"
        "document.querySelector('#find').dispatchEvent(new Event('input'))");
    browser->click(".row");
    const std::string detail = text("#detail");
    EXPECT_NE(detail.find("51 days"), std::string::npos) << detail;
    EXPECT_NE(detail.find("platform windows, membership workgroup (fleet.yml:12)"), std::string::npos)
        << detail;
    EXPECT_NE(detail.find("location intranet (assumed)"), std::string::npos) << detail;
    EXPECT_NE(detail.find("fleet.yml:"), std::string::npos) << detail;
}

TEST_F(ReportPage, TakesTheTextOfAHostForNothingButText) {
    open(hostile_change());

    EXPECT_EQ(browser->console(), json::array());
    EXPECT_EQ(browser->run("return document.title"), "94 of 1,084 clients would become unmanaged");
    EXPECT_EQ(browser->run("return document.querySelectorAll('img, iframe, main style, [onload]').length"),
              0);
    EXPECT_EQ(browser->run("return document.scripts.length"), 3);
    browser->click("#find");
    browser->type("owned");
    EXPECT_EQ(rows(), json({"</script><script>document.title='owned'</script><img src=x onerror=alert(1)>"}));
    browser->click(".row");
    const std::string detail = text("#detail");
    EXPECT_NE(detail.find(R"(<!--<script>\xff \u{202e} desrever & 'quoted' "twice")"), std::string::npos)
        << detail;
}

TEST_F(ReportPage, FetchesNothingAndLetsNothingElseRun) {
    const std::filesystem::path page = hostile_change().write(folder.path());
    browser->requests();

    browser->open(page);

    EXPECT_EQ(browser->requests(), std::vector<std::string>{"file://" + page.string()});
    EXPECT_EQ(browser->run("return performance.getEntriesByType('resource').length"), 0);
    EXPECT_EQ(browser->console(), json::array());
    browser->run(
        "const s = document.createElement('script'); s.textContent = 'window.owned = true';"
        "document.body.append(s)");
    EXPECT_EQ(browser->run("return window.owned === undefined"), true);
    EXPECT_EQ(browser->run("return fetch('file:///etc/hostname').then(() => 'let in', () => 'refused')"),
              "refused");
}

TEST_F(ReportPage, FiltersByTextSiteOutlookRuleAndAction) {
    open(realistic_change());
    EXPECT_EQ(text("#count"), "1,083 clients");

    browser->click("#find");
    browser->type("STORE branch");
    EXPECT_EQ(text("#count"), "120 of 1,083 clients");
    browser->click("#clear");
    EXPECT_EQ(text("#count"), "1,083 clients");
    choose("Site", "ABC");
    EXPECT_EQ(text("#count"), "963 of 1,083 clients");
    choose("Outlook", "unmanaged");
    EXPECT_EQ(text("#count"), "93 of 1,083 clients");
    choose("Rule", "forest-not-published");
    EXPECT_EQ(text("#count"), "14 of 1,083 clients");
    choose("Action", "bundle");
    EXPECT_EQ(text("#count"), "0 of 1,083 clients");
    EXPECT_EQ(rows(), json::array());
}

TEST_F(ReportPage, LeadsFromACountToItsClients) {
    open(realistic_change());

    browser->click("[data-filter='Outlook=unknown']");

    EXPECT_EQ(text("#count"), "8 of 1,083 clients");
    EXPECT_EQ(rows().size(), 8U);
}

TEST_F(ReportPage, SortsByAnyHeadingAndBeginsWithTheWorst) {
    open(realistic_change());
    EXPECT_EQ(rows().at(0), "kiosk-01");

    browser->click(".head .name button");
    EXPECT_EQ(rows().at(0), "attic-1");
    browser->click(".head .name button");
    EXPECT_EQ(rows().at(0), "ws820");
    EXPECT_EQ(browser->run("return document.querySelector('.head .name').getAttribute('aria-sort')"),
              "descending");
}

TEST_F(ReportPage, IsUsedWithTheKeyboardAlone) {
    open(realistic_change());
    browser->run("document.querySelector('#grid').focus()");

    browser->type(arrow_down);
    EXPECT_EQ(text("#detail h3"), "kiosk-01");
    browser->type(std::string(arrow_down) + arrow_down);
    EXPECT_EQ(text("#detail h3"), "kiosk-03");
    browser->type(end_key);
    EXPECT_EQ(text("#detail h3"), "tablet-30");
    EXPECT_EQ(browser->run("const row = document.getElementById("
                           "document.querySelector('#grid').getAttribute('aria-activedescendant'));"
                           "return row.querySelector('.name').innerText"),
              "tablet-30");
}

TEST_F(ReportPage, KeepsFewRowsInTheDocumentHoweverManyThereAre) {
    open(large_change());
    const std::string rows_there = "return document.querySelectorAll('.row').length";
    EXPECT_EQ(text("#count"), "100,000 clients");
    EXPECT_LT(browser->run(rows_there), 60);

    browser->click("#find");
    browser->type("ws09");
    EXPECT_EQ(text("#count"), "9,001 of 100,000 clients");
    EXPECT_LT(browser->run(rows_there), 60);
    browser->click("#clear");
    browser->run("document.querySelector('#grid').focus()");
    browser->type(end_key);
    EXPECT_EQ(text("#detail h3"), "ws099000");
    EXPECT_LT(browser->run(rows_there), 60);
    EXPECT_EQ(browser->run("return document.documentElement.scrollWidth <= innerWidth"), true);
}

TEST_F(ReportPage, FitsEveryWidthAndIsLegibleInBothThemes) {
    open(hostile_change());

    for (const std::string theme : {"light", "dark"}) {
        for (const int width : {360, 1280, 2560}) {
            browser->use(theme, width, 900);
            const std::string name = theme + "-" + std::to_string(width);
            EXPECT_EQ(browser->run("return document.documentElement.scrollWidth"), width) << name;
            const json worst = browser->run(worst_contrast);
            EXPECT_GE(worst.at(0), 4.5) << name << worst.at(1);
            keep_screenshot(name);
            browser->run("document.querySelector('#everyone').scrollIntoView()");
            browser->click(".row");
            keep_screenshot(name + "-table", false);
        }
    }
    browser->use("dark", 1280, 900);
    EXPECT_EQ(browser->run("return getComputedStyle(document.body).backgroundColor"), "rgb(20, 23, 27)");
}

TEST_F(ReportPage, CanBePrinted) {
    open(realistic_change());

    browser->use_paper();
    browser->run("dispatchEvent(new Event('beforeprint'))");

    EXPECT_EQ(browser->run("return document.querySelector('.filters').checkVisibility()"), false);
    EXPECT_EQ(browser->run("return document.querySelectorAll('.paper tbody tr').length"), 1000);
    EXPECT_NE(text(".paper p").find("83 more"), std::string::npos);
    keep_screenshot("paper");
}

TEST_F(ReportPage, TellsTheLostAndTheCountsWithoutScripts) {
    browser->forbid_scripts();

    open(realistic_change());

    EXPECT_NE(text("#lost").find("kiosk-[01-48]"), std::string::npos);
    EXPECT_NE(text("#counts").find("93"), std::string::npos);
    EXPECT_NE(text("#everyone").find("-o csv"), std::string::npos) << text("#everyone");
}

TEST_F(ReportPage, OfARunHasTheSameLook) {
    browser->open(write_run(folder.path()));
    EXPECT_EQ(browser->console(), json::array());
    EXPECT_EQ(browser->run("return document.title"), "Run 3 (push): Port change");
    EXPECT_EQ(rows().at(0), "kiosk0");

    browser->click("[data-filter='State=managed']");

    EXPECT_EQ(text("#count"), "180 of 186 hosts");
    for (const std::string theme : {"light", "dark"}) {
        browser->use(theme, 1280, 900);
        EXPECT_GE(browser->run(worst_contrast).at(0), 4.5);
        keep_screenshot("run-" + theme);
    }
}

}  // namespace
}  // namespace clientpush

#include "browser/browser.h"

#include <httplib.h>

#include <regex>
#include <stdexcept>

#include "browser/child_group.h"

namespace clientpush {

using nlohmann::json;

namespace {

const char* const chromium = "/usr/bin/chromium";
const char* const chromedriver = "/usr/bin/chromedriver";
const char* const element_key = "element-6066-11e4-a52e-4f735466cecf";  // of the WebDriver standard

std::string from_base64(const std::string& text) {
    static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned value = 0;
    int bits = 0;
    for (const char c : text) {
        const std::size_t digit = digits.find(c);
        if (digit == std::string::npos) break;
        value = (value << 6 | static_cast<unsigned>(digit)) & 0xFFFFFFu;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(value >> bits & 0xFFu);
    }
    return bytes;
}

json options(const std::filesystem::path& profile) {
    return {
        {"binary", chromium},
        {"args",
         {"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
          "--disable-background-networking", "--hide-scrollbars", "--user-data-dir=" + profile.string()}}};
}

}  // namespace

class Browser::Driver {
public:
    Driver() : child_({chromedriver, "--port=0"}), client_("127.0.0.1", port()) {
        client_.set_read_timeout(120);
    }

    httplib::Client& client() { return client_; }

private:
    /// It says itself which free port it took.
    int port() {
        const std::regex started("on port ([0-9]+)\\.");
        for (std::string line = child_.read_line(); !line.empty(); line = child_.read_line()) {
            std::smatch found;
            if (std::regex_search(line, found, started)) return std::stoi(found[1]);
        }
        throw std::runtime_error("chromedriver did not start");
    }

    ChildGroup child_;
    httplib::Client client_;
};

bool Browser::is_installed() {
    return std::filesystem::exists(chromium) && std::filesystem::exists(chromedriver);
}

Browser::Browser(const std::filesystem::path& folder) : driver_(std::make_unique<Driver>()) {
    const json wanted{{"browserName", "chrome"},
                      {"goog:chromeOptions", options(folder / "profile")},
                      {"goog:loggingPrefs", {{"browser", "ALL"}, {"performance", "ALL"}}}};
    const json begun = call("POST", "/session", {{"capabilities", {{"alwaysMatch", wanted}}}});
    session_ = "/session/" + begun.at("sessionId").get<std::string>();
}

Browser::~Browser() {
    driver_->client().Delete(session_);
}

void Browser::open(const std::filesystem::path& page) {
    call("POST", session_ + "/url", {{"url", "file://" + page.string()}});
}

json Browser::run(const std::string& script) {
    return call("POST", session_ + "/execute/sync", {{"script", script}, {"args", json::array()}});
}

void Browser::type(const std::string& keys) {
    const json active = call("GET", session_ + "/element/active", {});
    call("POST", session_ + "/element/" + active.at(element_key).get<std::string>() + "/value",
         {{"text", keys}});
}

void Browser::click(const std::string& selector) {
    const json found = call("POST", session_ + "/element", {{"using", "css selector"}, {"value", selector}});
    call("POST", session_ + "/element/" + found.at(element_key).get<std::string>() + "/click",
         json::object());
}

void Browser::use(const std::string& theme, int width, int height) {
    developer("Emulation.setEmulatedMedia",
              {{"media", ""}, {"features", {{{"name", "prefers-color-scheme"}, {"value", theme}}}}});
    developer("Emulation.setDeviceMetricsOverride",
              {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", false}});
}

void Browser::use_paper() {
    developer("Emulation.setEmulatedMedia", {{"media", "print"}});
}

void Browser::forbid_scripts() {
    developer("Emulation.setScriptExecutionDisabled", {{"value", true}});
}

std::string Browser::screenshot(bool whole_page) {
    const json taken = developer("Page.captureScreenshot", {{"captureBeyondViewport", whole_page}});
    return from_base64(taken.at("data").get<std::string>());
}

json Browser::console() {
    return call("POST", session_ + "/se/log", {{"type", "browser"}});
}

std::vector<std::string> Browser::requests() {
    std::vector<std::string> addresses;
    for (const json& entry : call("POST", session_ + "/se/log", {{"type", "performance"}})) {
        const json message = json::parse(entry.at("message").get<std::string>()).at("message");
        if (message.at("method") == "Network.requestWillBeSent")
            addresses.push_back(message.at("params").at("request").at("url"));
    }
    return addresses;
}

json Browser::developer(const std::string& command, const json& parameters) {
    return call("POST", session_ + "/goog/cdp/execute", {{"cmd", command}, {"params", parameters}});
}

json Browser::call(const std::string& method, const std::string& path, const json& body) {
    const auto answer = method == "GET" ? driver_->client().Get(path)
                                        : driver_->client().Post(path, body.dump(), "application/json");
    if (!answer) throw std::runtime_error(path + ": " + httplib::to_string(answer.error()));
    const json value = json::parse(answer->body).at("value");
    if (answer->status != 200) throw std::runtime_error(path + ": " + value.dump());
    return value;
}

}  // namespace clientpush

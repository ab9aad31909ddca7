#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace clientpush {

/// A headless Chromium of its own: chromedriver on a free port, a profile in a folder that it is given.
/// Both end with it.
class Browser {
public:
    /// Whether chromium and chromedriver are on this machine.
    static bool is_installed();

    explicit Browser(const std::filesystem::path& folder);
    ~Browser();

    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    void open(const std::filesystem::path& page);

    /// What `return ...` gives in the page.
    nlohmann::json run(const std::string& script);

    /// Keys as a person types them, sent to the element that has the focus.
    void type(const std::string& keys);

    /// Clicks the first element that fits.
    void click(const std::string& selector);

    /// "light" or "dark", and how many pixels the window has.
    void use(const std::string& theme, int width, int height);
    void use_paper();
    void forbid_scripts();

    /// As PNG: the whole page, or what the window shows of it.
    std::string screenshot(bool whole_page);

    /// Entries of the console since the last call.
    nlohmann::json console();

    /// The addresses that were asked for since the last call.
    std::vector<std::string> requests();

private:
    nlohmann::json call(const std::string& method, const std::string& path, const nlohmann::json& body);
    nlohmann::json developer(const std::string& command, const nlohmann::json& parameters);

    class Driver;
    std::unique_ptr<Driver> driver_;
    std::string session_;
};

}  // namespace clientpush

#include "cli/login_options.h"

#include "base/error.h"
#include "cli/command.h"
#include "inventory/variables.h"

namespace clientpush {
namespace {

const char* const group = "Logging in";

CLI::Option* add_text(CLI::App& app, const char* names, std::string& value, const char* variable,
                      const char* about) {
    return app.add_option(names, value, about)->envname(variable)->group(group);
}

void add_keys_and_passwords(CLI::App& app, Settings& s) {
    add_text(app, "--private-key", s.private_key, "CLIENTPUSH_PRIVATE_KEY", "log in with");
    add_text(app, "--private-key-passphrase-file", s.private_key_passphrase_file,
             "CLIENTPUSH_PRIVATE_KEY_PASSPHRASE_FILE",
             "holds, or when it may be executed prints, the passphrase of private keys")
        ->check(not_empty);
    CLI::Option* file = add_text(app, "--connection-password-file", s.connection_password_file,
                                 "CLIENTPUSH_CONNECTION_PASSWORD_FILE",
                                 "holds or prints the password to log in with, where no key is taken")
                            ->check(not_empty);
    app.add_flag("-k,--ask-pass", s.ask_pass, "ask for that password")->excludes(file)->group(group);
}

void add_become(CLI::App& app, Settings& s) {
    app.add_flag("-b,--become", s.become, "work as another user there, through sudo")
        ->envname("CLIENTPUSH_BECOME")
        ->group(group);
    add_text(app, "--become-user", s.become_user, "CLIENTPUSH_BECOME_USER", "as this one (root)")
        ->check(not_empty);
    CLI::Option* file =
        add_text(app, "--become-password-file", s.become_password_file, "CLIENTPUSH_BECOME_PASSWORD_FILE",
                 "holds or prints the password that sudo wants")
            ->check(not_empty);
    app.add_flag("-K,--ask-become-pass", s.ask_become_pass, "ask for that password")
        ->excludes(file)
        ->group(group);
}

void add_way(CLI::App& app, Settings& s) {
    add_text(app, "-J,--jump", s.jump, "CLIENTPUSH_JUMP",
             "by way of [user@]host[:port],...; none for a direct way");
    add_text(app, "--transport", s.transport, "CLIENTPUSH_TRANSPORT",
             "libssh2, openssh (the ssh of this machine), or auto: whichever can")
        ->check(CLI::IsMember({"auto", "libssh2", "openssh"}));
    add_text(app, "--ssh-config", s.ssh_config, "CLIENTPUSH_SSH_CONFIG",
             "instead of ssh's own configuration files; none for none")
        ->check(not_empty);
}

}  // namespace

void add_login_settings(CLI::App& app, Settings& settings) {
    add_keys_and_passwords(app, settings);
    add_become(app, settings);
    add_way(app, settings);
}

void ask_passwords(const Settings& settings) {
    if (settings.ask_pass) settings.secrets->ask(Secrets::asked_login, "Password to log in with");
    if (settings.ask_become_pass) settings.secrets->ask(Secrets::asked_become, "Password for sudo");
}

void refuse_secrets(const std::vector<std::string>& extra_vars) {
    for (const std::string& assignment : extra_vars) {
        const std::string name = assignment.substr(0, assignment.find('='));
        if (!is_secret(name)) continue;
        throw Error(Error::Kind::usage, "secret-on-the-command-line",
                    "-e " + name + " would show a password to everybody on this machine",
                    "change that password, and name a file that holds or prints it: "
                    "--connection-password-file, --become-password-file, --private-key-passphrase-file; or "
                    "let it be asked for: -k, -K");
    }
}

}  // namespace clientpush

#include "push/playbook.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include "push/bandwidth.h"
#include "yaml/document.h"

namespace clientpush {

namespace {

using yaml::Document;
using yaml::Node;

/// Reads the keys of one mapping, each by its own function, and reports those that nobody knows.
class Reader {
public:
    using Field = std::function<void(const Node&)>;

    Reader(const Document& document, std::vector<Problem>& problems)
        : document_(document), problems_(problems) {}

    void wrong(const Node& node, const std::string& what, const std::string& cure = {}) {
        problems_.push_back(document_.problem(document_.at(node), what, cure));
    }

    void mapping(const Node& node, const std::string& name, const std::map<std::string, Field>& fields) {
        if (node.kind == Node::Kind::null) return;
        if (node.kind != Node::Kind::mapping)
            return wrong(node, name + " must be a mapping of keys", "write it as `key: value` lines");
        for (const Node::Entry& entry : node.entries) {
            const auto field = fields.find(entry.key);
            if (field == fields.end()) {
                unknown(entry, name, fields);
                continue;
            }
            field->second(entry.value);
        }
    }

    /// A key that playbooks have and this version does not obey: better refused than passed over.
    Field not_yet(const std::string& name) {
        return [this, name](const Node& node) {
            wrong(node, "`" + name + "` is not supported by this version", "remove it");
        };
    }

    std::string text(const Node& node, const std::string& name) {
        if (node.kind != Node::Kind::scalar) wrong(node, name + " must be text");
        return node.text;
    }

    bool truth(const Node& node, const std::string& name) {
        const auto value = yaml::as_truth(node);
        if (!value) wrong(node, name + " must be true or false");
        return value.value_or(false);
    }

    int whole(const Node& node, const std::string& name, int least) {
        const auto value = yaml::as_integer(node);
        if (!value || *value < least || *value > 10'000'000)
            wrong(node, name + " must be a whole number from " + std::to_string(least));
        return value ? static_cast<int>(std::clamp<long long>(*value, least, 10'000'000)) : least;
    }

    Share share(const Node& node, const std::string& name) {
        const auto value = node.kind == Node::Kind::scalar ? parse_share(node.text) : std::nullopt;
        if (!value) wrong(node, name + " must be a percentage such as 5% or a number of hosts");
        return value.value_or(Share{});
    }

    Duration duration(const Node& node, const std::string& name) {
        Duration value{};
        if (node.kind != Node::Kind::scalar || !parse_duration(node.text, value) || value.count() <= 0)
            wrong(node, name + " must be a time such as 30s, 5m, 2h or 7d");
        return value;
    }

    template <typename Item>
    void list(const Node& node, const std::string& name, Item item) {
        if (node.kind == Node::Kind::sequence) {
            if (node.items.empty())
                wrong(node, name + " must not be an empty list", "leave it out, or fill it");
            for (const Node& each : node.items) item(each);
        } else if (node.kind == Node::Kind::scalar) {
            item(node);
        } else {
            wrong(node, name + " must be a list");
        }
    }

private:
    void unknown(const Node::Entry& entry, const std::string& name,
                 const std::map<std::string, Field>& fields) {
        std::vector<std::string> known;
        std::string all;
        for (const auto& [key, field] : fields) {
            known.push_back(key);
            all += (all.empty() ? "" : ", ") + key;
        }
        const std::string near = yaml::nearest(entry.key, known);
        const std::string cure = near.empty() ? "use one of: " + all : "did you mean `" + near + "`?";
        problems_.push_back(
            document_.problem(document_.at(entry), "unknown key `" + entry.key + "` in " + name, cure));
    }

    const Document& document_;
    std::vector<Problem>& problems_;
};

void read_outlooks(Reader& reader, const Node& node, Playbook& playbook) {
    reader.list(node, "select.outlook", [&](const Node& each) {
        for (const Outlook one : {Outlook::managed, Outlook::alternative_only, Outlook::self_heals,
                                  Outlook::unmanaged, Outlook::cloud, Outlook::unknown}) {
            if (each.text != to_text(one)) continue;
            playbook.outlooks.push_back(one);
            return;
        }
        reader.wrong(each, "unknown outlook `" + each.text + "`",
                     "use managed, alternative-only, self-heals, unmanaged, cloud or unknown");
    });
}

void read_methods(Reader& reader, const Node& node, Playbook& playbook) {
    playbook.methods.allow_switch = playbook.methods.allow_install = false;
    reader.list(node, "method", [&](const Node& each) {
        if (each.text == "switch" && playbook.methods.allow_install)
            reader.wrong(each,
                         "`switch` stands behind `install`, which fits every client that a push can reach",
                         "write [switch, install] to take the lighter one first, or install alone");
        else if (each.text == "switch")
            playbook.methods.allow_switch = true;
        else if (each.text == "install")
            playbook.methods.allow_install = true;
        else
            reader.wrong(each, "unknown method `" + each.text + "`", "use switch, install, or both");
    });
}

void read_waves(Reader& reader, const Node& node, Playbook& playbook) {
    playbook.waves.clear();
    double percent = 0;
    int count = 0;
    reader.list(node, "waves", [&](const Node& each) {
        if (each.kind != Node::Kind::scalar)
            return reader.wrong(each, "a wave is a share, a number or a group");
        const auto share = parse_share(each.text);
        if (!share && each.text.ends_with('%'))
            return reader.wrong(each, "a wave of " + each.text + " must be a percentage from 0% to 100%");
        if (!share) return playbook.waves.push_back(each.text);
        const bool falls = share->is_percent ? share->percent < percent : share->count < count;
        if (falls) reader.wrong(each, "waves are cumulative: " + each.text + " is less than the one before");
        if (share->is_percent)
            percent = share->percent;
        else
            count = share->count;
        playbook.waves.push_back(*share);
    });
}

void read_gate(Reader& reader, const Node& node, GateSpec& gate) {
    reader.mapping(
        node, "gate",
        {{"failed", [&](const Node& n) { gate.failed = reader.share(n, "gate.failed"); }},
         {"unreachable", [&](const Node& n) { gate.unreachable = reader.share(n, "gate.unreachable"); }},
         {"unverified", [&](const Node& n) { gate.unverified = reader.share(n, "gate.unverified"); }},
         {"logins_refused",
          [&](const Node& n) { gate.logins_refused = reader.whole(n, "gate.logins_refused", 0); }},
         {"then", [&](const Node& n) {
              if (n.text == "stop")
                  gate.then = GateSpec::Then::stop;
              else if (n.text == "pause")
                  gate.then = GateSpec::Then::pause;
              else if (n.text == "ask")
                  gate.then = GateSpec::Then::ask;
              else
                  reader.wrong(n, "gate.then must be stop, pause or ask",
                               "stop ends the run until `resume`; pause and ask wait for a person");
          }}});
}

void read_limits(Reader& reader, const Node& node, Limits& limits) {
    reader.mapping(
        node, "limits",
        {{"at_once", [&](const Node& n) { limits.at_once = reader.whole(n, "limits.at_once", 1); }},
         {"per_site", [&](const Node& n) { limits.per_site = reader.whole(n, "limits.per_site", 1); }},
         {"per_jump_host",
          [&](const Node& n) { limits.per_jump_host = reader.whole(n, "limits.per_jump_host", 1); }},
         {"bandwidth",
          [&](const Node& n) {
              limits.bandwidth = parse_bandwidth(n.text);
              if (!limits.bandwidth)
                  reader.wrong(n, "limits.bandwidth must be a speed of at least 1KB/s",
                               "write 500KB/s, 200MB/s or 1GB/s");
          }},
         {"logins_per_second", [&](const Node& n) {
              limits.logins_per_second = reader.whole(n, "limits.logins_per_second", 1);
          }}});
}

/// How hosts that came out so are tried again. Only those that are off are tried until the deadline unless
/// somebody says how often: each further try of the others may be another installation.
void read_retry_of(Reader& reader, const Node& node, HostState state, Playbook& playbook) {
    const std::string name = "retry." + std::string(to_text(state));
    const bool off = state == HostState::unreachable;
    RetrySpec spec;
    std::optional<Duration> max;
    if (!off) spec.first = Duration{0};
    reader.mapping(
        node, name,
        {{"first", [&](const Node& n) { spec.first = reader.duration(n, name + ".first"); }},
         {"factor", [&](const Node& n) { spec.factor = reader.whole(n, name + ".factor", 1); }},
         {"max", [&](const Node& n) { spec.max = max.emplace(reader.duration(n, name + ".max")); }},
         {"give_up", [&](const Node& n) { spec.give_up = reader.duration(n, name + ".give_up"); }},
         {"times", [&](const Node& n) { spec.times = reader.whole(n, name + ".times", 0); }}});
    if (!off && !spec.times)
        reader.wrong(node, name + " does not say how often", "add `times: 1`, or another number");
    if (!max) spec.max = std::max(spec.max, spec.first);
    if (spec.max > Duration{0} && spec.max < spec.first)
        reader.wrong(node, name + ".max is less than its first pause", "leave it out, or give a longer one");
    playbook.retry[state] = spec;
}

void read_retry(Reader& reader, const Node& node, Playbook& playbook) {
    std::map<std::string, Reader::Field> fields;
    for (const HostState state :
         {HostState::unreachable, HostState::failed, HostState::unverified, HostState::blocked})
        fields[std::string(to_text(state))] = [&, state](const Node& n) {
            read_retry_of(reader, n, state, playbook);
        };
    reader.mapping(node, "retry", fields);
}

/// A few first, so that a bad release is seen before it has reached everybody.
std::vector<WaveSpec> canary_first() {
    return {Share{1, 0, true}, Share{10, 0, true}, Share{100, 0, true}};
}

Playbook from(const Document& document, std::vector<Problem>& problems) {
    Playbook playbook;
    playbook.waves = canary_first();
    playbook.text = document.source;
    Reader reader(document, problems);
    const auto select = [&](const Node& node) {
        reader.mapping(node, "select",
                       {{"outlook", [&](const Node& n) { read_outlooks(reader, n, playbook); }},
                        {"hosts", [&](const Node& n) { playbook.hosts = reader.text(n, "select.hosts"); }}});
    };
    const auto confirm = [&](const Node& node) {
        reader.mapping(
            node, "confirm_above",
            {{"hosts",
              [&](const Node& n) { playbook.confirm_hosts = reader.whole(n, "confirm_above.hosts", 0); }},
             {"share",
              [&](const Node& n) { playbook.confirm_share = reader.share(n, "confirm_above.share"); }}});
    };
    reader.mapping(document.root, "a playbook",
                   {{"name", [&](const Node& n) { playbook.name = reader.text(n, "name"); }},
                    {"profile", [&](const Node& n) { playbook.profile = reader.text(n, "profile"); }},
                    {"select", select},
                    {"method", [&](const Node& n) { read_methods(reader, n, playbook); }},
                    {"preflight", [&](const Node& n) { playbook.preflight = reader.truth(n, "preflight"); }},
                    {"waves", [&](const Node& n) { read_waves(reader, n, playbook); }},
                    {"gate", [&](const Node& n) { read_gate(reader, n, playbook.gate); }},
                    {"limits", [&](const Node& n) { read_limits(reader, n, playbook.limits); }},
                    {"retry", [&](const Node& n) { read_retry(reader, n, playbook); }},
                    {"windows", reader.not_yet("windows")},
                    {"rollback", [&](const Node& n) { playbook.rollback = reader.truth(n, "rollback"); }},
                    {"hooks", reader.not_yet("hooks")},
                    {"confirm_above", confirm}});
    if (document.root.kind != Node::Kind::mapping)
        reader.wrong(document.root, "a playbook must not be empty", "start it with `name: ...`");
    else if (playbook.name.empty())
        reader.wrong(document.root, "a playbook needs a name", "add `name: ...`");
    return playbook;
}

}  // namespace

std::optional<Share> parse_share(const std::string& text) {
    const bool percent = text.ends_with('%');
    const std::string_view digits = std::string_view(text).substr(0, text.size() - (percent ? 1 : 0));
    double value = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || failure != std::errc{} || end != digits.data() + digits.size() || value < 0)
        return {};
    if (percent) return value <= 100 ? std::optional(Share{value, 0, true}) : std::nullopt;
    const bool whole = value == static_cast<double>(static_cast<int>(std::min(value, 1e9)));
    return whole ? std::optional(Share{0, static_cast<int>(value), false}) : std::nullopt;
}

Playbook load_playbook(const std::string& file) {
    std::vector<Problem> problems;
    Playbook playbook;
    if (const auto document = yaml::parse_file(file, problems, std::size_t{1} << 20))
        playbook = from(*document, problems);
    throw_if_wrong(problems);
    return playbook;
}

Playbook read_playbook(const std::string& name, const std::string& text) {
    std::vector<Problem> problems;
    Playbook playbook;
    if (const auto document = yaml::parse(name, text, problems)) playbook = from(*document, problems);
    throw_if_wrong(problems);
    return playbook;
}

Playbook bare_playbook() {
    Playbook playbook;
    playbook.methods.everyone = true;
    return playbook;
}

}  // namespace clientpush

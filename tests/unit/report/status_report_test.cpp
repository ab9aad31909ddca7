#include "report/status_report.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/cutover_report.h"
#include "report/text_writer.h"
#include "unit/report/samples.h"

namespace clientpush {
namespace {

using Hosts = std::vector<HostRun>;

std::string table_of(const StatusView& view, Style style = {}, bool all = false) {
    return written([&](std::ostream& out) { write_status(out, view, Format::table, style, all); });
}

int widest_line(const std::string& page) {
    int widest = 0;
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) widest = std::max(widest, columns(line));
    return widest;
}

std::string last_line(const std::string& page) {
    const std::size_t before = page.find_last_of('\n', page.size() - 2);
    return page.substr(before + 1);
}

TEST(SummaryLine, CountsInTheOrderOfTheClosedList) {
    EXPECT_EQ(summary_line({host_in(HostState::unreachable, "a"), host_in(HostState::managed, "b"),
                            host_in(HostState::refused, "c"), host_in(HostState::managed, "d")}),
              "2 managed, 1 refused, 1 unreachable");
    EXPECT_EQ(summary_line({}), "nothing");
}

TEST(ExitCode, AddsUpTheClassesOfTheHosts) {
    EXPECT_EQ(exit_code_of({}), 0);
    EXPECT_EQ(exit_code_of({host_in(HostState::managed, "a"), host_in(HostState::skipped, "b"),
                            host_in(HostState::superseded, "c")}),
              0);
    EXPECT_EQ(exit_code_of({host_in(HostState::managed, "a"), host_in(HostState::blocked, "b")}), 2);
    EXPECT_EQ(exit_code_of({host_in(HostState::managed, "a"), host_in(HostState::cancelled, "b")}), 4);
    EXPECT_EQ(exit_code_of({host_in(HostState::failed, "a"), host_in(HostState::unknown, "b")}), 6);
}

TEST(StatusTable, SaysInOneLineThatAllIsDone) {
    StatusView view = sample_status();
    view.hosts.resize(3);

    const std::string page = table_of(view);

    EXPECT_EQ(last_line(page), "All done: 3 hosts (2 managed, 1 skipped).\n");
}

TEST(StatusTable, ListsWrongHostsBeforeOpenOnes) {
    const std::string page = table_of(sample_status());

    EXPECT_LT(page.find("failed  exit-code-3"), page.find("failed  disk-full"));
    EXPECT_LT(page.find("failed  disk-full"), page.find("refused  host-key-changed"));
    EXPECT_LT(page.find("refused  host-key-changed"), page.find("unreachable  no-answer"));
}

TEST(StatusTable, EndsWithTheCommandThatGoesOn) {
    StatusView view = sample_status();
    EXPECT_EQ(last_line(table_of(view)), "Next: clientpush retry 3 --only failed,refused,unreachable\n");

    view.run.state = RunState::stopped;
    EXPECT_EQ(last_line(table_of(view)), "Next: clientpush resume 3   (or: clientpush cancel 3)\n");

    view.run.state = RunState::open;
    EXPECT_EQ(last_line(table_of(view)),
              "Next: clientpush status 3 --watch   (or go on: clientpush resume 3)\n");
}

TEST(StatusTable, ShowsTheStepOfARunningHost) {
    StatusView view = sample_status();
    view.hosts = {host_in(HostState::running, "ws01")};
    view.hosts.front().step = "stage";

    EXPECT_NE(table_of(view).find("1 running  stage  ws01\n"), std::string::npos) << table_of(view);
}

TEST(StatusTable, SaysSoWhenARunHasNoHosts) {
    StatusView view = sample_status();
    view.hosts.clear();

    EXPECT_EQ(last_line(table_of(view)), "It has no hosts.\n");
}

TEST(StatusTable, ShowsEveryClassInTheBarHoweverRareItIs) {
    StatusView view = sample_status();
    view.hosts = Hosts(1000, host_in(HostState::managed, "ws"));
    view.hosts.push_back(host_in(HostState::failed, "a"));
    view.hosts.push_back(host_in(HostState::queued, "b"));

    const std::string bar = "[" + std::string(38, '=') + "!.]  1002 hosts\n";
    EXPECT_NE(table_of(view).find(bar), std::string::npos) << table_of(view);
}

TEST(StatusTable, IsNeverWiderThanTheTerminal) {
    StatusView view = sample_status();
    const std::string detail = "the installer wrote a very long line: " + std::string(200, 'x');
    for (const std::string& name : many_names()) {
        view.hosts.push_back(host_in(HostState::failed, name, "exit-code-3", name + ": " + detail));
        view.hosts.push_back(host_in(HostState::queued, name + "-2"));
    }

    EXPECT_LE(widest_line(table_of(view)), 80);
    EXPECT_LE(widest_line(table_of(view, Style{}, true)), 80);
    EXPECT_LE(widest_line(table_of(view, Style{.width = 60})), 60);
    EXPECT_LE(widest_line(table_of(view, Style{.width = 44})), 44);
    EXPECT_LE(widest_line(table_of(view, Style{.width = 60}, true)), 60);
}

TEST(CutoverTable, IsNeverWiderThanTheTerminal) {
    Cutover cutover = sample_cutover();
    for (const std::string& name : many_names()) {
        cutover.blockers.push_back({name, cutover.blockers.front().verdict});
        cutover.waived.push_back(name + "-2");
    }
    const auto page = [&](int width) {
        return written(
            [&](std::ostream& out) { write_cutover(out, cutover, Format::table, Style{.width = width}); });
    };

    EXPECT_LE(widest_line(page(0)), 80);
    EXPECT_LE(widest_line(page(56)), 56);
}

}  // namespace
}  // namespace clientpush

// What -i can name, through the program: standard input, programs, tables; and what import makes of them.
#include <gtest/gtest.h>

#include <cstdlib>

#include "e2e/desk.h"
#include "support/files.h"

namespace clientpush {
namespace {

namespace fs = std::filesystem;

const std::string listing =
    R"({"_meta": {"hostvars": {"ws1": {"site": "ABC"}}}, "desks": {"hosts": ["ws1"]}, "sites": {"ABC": {"kind": "primary"}}})";

class Sources : public testing::Test {
protected:
    std::string program(const std::string& body) const {
        desk.write("list", "#!/bin/sh\n" + body + "\n");
        fs::permissions(desk / "list", fs::perms::owner_exec, fs::perm_options::add);
        return (desk / "list").string();
    }

    /// The first line of what a program's failure says, without the folder.
    std::string refusal(const std::string& body, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{"inventory", "list", "-i", program(body)};
        words.insert(words.end(), more.begin(), more.end());
        const Output output = desk.run(words);
        EXPECT_EQ(output.status, 5);
        EXPECT_EQ(output.out, "");
        std::string line = output.err.substr(0, output.err.find('\n'));
        const std::string name = (desk / "list").string();
        if (line.starts_with(name)) line.erase(0, name.size());
        return line;
    }

    Desk desk{{"one"}};
};

TEST_F(Sources, AProgramIsRunWithListAndItsJsonRead) {
    const std::string list = program("test \"$1\" = --list || exit 9\ncat <<'END'\n" + listing + "\nEND");

    const Output output = desk.run({"inventory", "list", "--names", "-i", list});

    EXPECT_EQ(output.out, "ws1\n") << output.err;
    EXPECT_EQ(output.status, 0);
}

TEST_F(Sources, AProgramThatFailsIsToldWithWhatItSaid) {
    EXPECT_EQ(refusal("echo no database >&2; exit 1"),
              ": error: this program ended with 1; it said: no database");
    EXPECT_EQ(refusal("kill -9 $$"), ": error: this program was ended by signal KILL");
    EXPECT_EQ(refusal("echo hello"),
              ":1:1: error: this is not JSON as an inventory has it: this is no JSON value");
    EXPECT_EQ(refusal("true"), ": error: there is nothing in it, and an inventory in JSON was expected");
}

TEST_F(Sources, AProgramThatHangsOrNeverStopsPrintingIsEnded) {
    EXPECT_EQ(refusal("sleep 600 & wait", {"--inventory-timeout", "300ms"}),
              ": error: this program has not ended within 300ms");
    EXPECT_EQ(refusal("exec yes", {"--inventory-timeout", "100s"}),
              ": error: this program prints more than 256 MiB");
}

TEST_F(Sources, AProgramThatMayNotBeExecutedIsNoInventory) {
    desk.write("list", "#!/bin/sh\ntrue\n");

    const Output output = desk.run({"inventory", "list", "-i", (desk / "list").string()});

    EXPECT_EQ(output.status, 5);
    EXPECT_NE(output.err.find("error: this is a program, but it may not be executed"), std::string::npos);
    EXPECT_NE(output.err.find("chmod +x"), std::string::npos);
}

TEST_F(Sources, ADashIsStandardInput) {
    desk.write("listing.json", listing);
    const std::string command = std::string(std::getenv("CLIENTPUSH")) + " inventory list --names -i - < " +
                                (desk / "listing.json").string();

    const Output output = run_to_end({{"/bin/sh", "-c", command}, desk / "", {}});

    EXPECT_EQ(output.out, "ws1\n") << output.err;
}

TEST_F(Sources, AnExportIsPlannedWithItsColumnsMapped) {
    desk.write("export.csv",
               "Rechner;Standort;Arbeitsgruppe;http_port\nPC1;ABC;workgroup;80\nPC2;ABC;workgroup;8080\n");
    const std::string table = (desk / "export.csv").string();

    const Output output =
        desk.run({"plan", "-i", (desk / "inventory").string(), "-i", table, "--columns",
                  "Rechner=name,Standort=site,Arbeitsgruppe=membership", "-l", "PC1,PC2", "--set",
                  "ABC.http=8080", "--set", "ABC.http.alternative=", "-e", "protocol=http", "-o", "ndjson"});

    EXPECT_EQ(output.status, 0) << output.err;
    EXPECT_NE(output.out.find("\"PC1\""), std::string::npos);
    EXPECT_NE(output.out.find("workgroup-cannot-read-ad"), std::string::npos);
}

TEST_F(Sources, ColumnsCanStandInTheConfiguration) {
    desk.write("export.csv", "Rechner,Standort\nPC1,ABC\n");
    desk.write("clientpush.yml",
               read_text(desk / "clientpush.yml") + "columns: {Rechner: name, Standort: site}\n");

    const Output output = desk.run({"inventory", "list", "--names", "-i", (desk / "inventory").string(), "-i",
                                    (desk / "export.csv").string(), "-l", "PC1"});

    EXPECT_EQ(output.out, "PC1\n") << output.err;
}

TEST_F(Sources, ImportPrintsAnInventoryThatLoads) {
    desk.write("export.csv", "name,site,platform\nws1,ABC,windows\nws2,ABC,windows\nws3,ABC,windows\n");

    const Output imported = desk.run({"inventory", "import", (desk / "export.csv").string()});
    desk.write("new.yml", imported.out);
    const Output listed = desk.run({"inventory", "list", "--names", "-i", (desk / "inventory").string(), "-i",
                                    (desk / "new.yml").string(), "-l", "site_ABC"});

    EXPECT_NE(imported.out.find("\n    ws[1:3]:\n"), std::string::npos) << imported.err;
    EXPECT_EQ(listed.out, "ws1\nws2\nws3\n") << listed.err;
}

TEST_F(Sources, ImportTakesItsSourceEitherWayButNotBoth) {
    desk.write("export.csv", "name,site\nws1,ABC\n");
    const std::string table = (desk / "export.csv").string();

    const Output by_name = desk.run({"inventory", "import", table});
    const Output by_flag = desk.run({"inventory", "import", "-i", table});
    const Output both = desk.run({"inventory", "import", table, "-i", table});
    const Output neither = desk.run({"inventory", "import"});

    EXPECT_EQ(by_name.status, 0) << by_name.err;
    EXPECT_TRUE(by_name.out.starts_with("# Imported from " + table + ": 1 host.\n")) << by_name.out;
    EXPECT_EQ(by_flag.out, by_name.out) << by_flag.err;
    EXPECT_EQ(both.status, 5);
    EXPECT_EQ(neither.status, 5);
    EXPECT_NE(neither.err.find("no source is given to import"), std::string::npos) << neither.err;
}

TEST_F(Sources, StandardInputCannotBeTwoSources) {
    const Output output = desk.run({"inventory", "list", "-i", "-", "-i", "-"});

    EXPECT_EQ(output.status, 5);
    EXPECT_NE(output.err.find("-i - is given twice"), std::string::npos) << output.err;
}

const std::string inventories = std::string(CLIENTPUSH_SOURCE_DIR) + "/inventories";

TEST_F(Sources, EveryExampleCanBePlanned) {
    for (const char* example :
         {"workgroup.yml", "lab.yml", "dmz-and-two-forests.yml", "hierarchy.yml", "ansible"}) {
        const Output output = desk.run({"plan", "-i", inventories + "/" + example});

        EXPECT_EQ(output.status, 0) << example << output.err;
    }
}

TEST_F(Sources, AHundredThousandHostsOfATableArePlanned) {
    const std::string table = (desk / "hosts.csv").string();
    run_to_end({{"/bin/sh", "-c", "sh " + inventories + "/large-hosts.sh > " + table}, desk / "", {}});

    const Output output =
        desk.run({"plan", "-i", inventories + "/large-sites.yml", "-i", table, "--set", "P01.http=8080"});

    EXPECT_EQ(output.status, 0) << output.err;
    EXPECT_NE(output.out.find("WOULD BECOME UNMANAGED: 3333\n"), std::string::npos)
        << output.out.substr(0, 200);
}

}  // namespace
}  // namespace clientpush

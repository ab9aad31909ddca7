#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "support/ask.h"
#include "support/errors.h"
#include "support/files.h"
#include "transport_contract.h"

namespace clientpush {
namespace {

/// What every Transport that puts files promises about them.
template <typename Side>
class UploadContract : public TransportContract<Side> {};

/// A file that this user may not write. Root may write nearly everywhere, but not to these.
std::string forbidden_file(const std::string& scratch_folder) {
    std::filesystem::create_directory(scratch_folder);
    ::chmod(scratch_folder.c_str(), 0500);
    for (const std::string& file : {scratch_folder + "/file", std::string("/proc/sys/kernel/ostype"),
                                    std::string("/sys/kernel/notes")}) {
        const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0 && errno == EACCES) return file;
        if (fd >= 0) ::close(fd);
    }
    return {};
}

using Sides = testing::Types<SshSide, LanesSide, LocalSide>;

TYPED_TEST_SUITE(UploadContract, Sides, SideNames);

TYPED_TEST(UploadContract, OneConnectionServesManyCallsInTurn) {
    const std::string file = this->in_folder("file");
    const auto work = [](Transport* transport, Endpoint endpoint,
                         std::string path) -> asio::awaitable<std::string> {
        const auto connection = co_await transport->connect(endpoint);
        std::string seen;
        for (const std::string& text : {std::string("one"), std::string("two"), std::string("three")}) {
            co_await connection->put(path, text, 0);
            const Said said = co_await ask(connection.get(), "cat '" + path + "'");
            seen += said.out + ' ';
        }
        co_return seen;
    };

    EXPECT_EQ(run_loop(this->loop_, work(&this->side_.transport, this->side_.endpoint, file)),
              "one two three ");
}

TYPED_TEST(UploadContract, FileArrivesWholeAndPrivate) {
    const std::string data = pattern(3'000'000);

    this->put(this->in_folder("file"), data);

    struct stat facts = {};
    ASSERT_EQ(::stat(this->in_folder("file").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
    EXPECT_TRUE(read_text(this->in_folder("file")) == data);
}

TYPED_TEST(UploadContract, FileContinuesFromAnOffsetAndIsNeverCutShort) {
    write_text(this->in_folder("file"), "0123456789");

    this->put(this->in_folder("file"), "ABC", 4);

    EXPECT_EQ(read_text(this->in_folder("file")), "0123ABC789");
}

TYPED_TEST(UploadContract, EmptyFileIsMade) {
    this->put(this->in_folder("empty"), "");

    EXPECT_TRUE(std::filesystem::exists(this->in_folder("empty")));
}

TYPED_TEST(UploadContract, FileInAFolderThatIsNotThereIsARemoteError) {
    const Error error = error_of([&] { this->put(this->in_folder("no/such/folder/file"), "data"); });

    EXPECT_EQ(error.kind(), Error::Kind::remote);
    EXPECT_EQ(error.reason(), "remote-io");
    EXPECT_NE(std::string(error.what()).find("no/such/folder/file"), std::string::npos);
}

TYPED_TEST(UploadContract, ManyAreRefusedAtOnce) {
    constexpr int many = 8;
    int ended = 0;
    std::string reasons;
    for (int i = 0; i < many; ++i)
        asio::co_spawn(this->loop_,
                       this->put_on(&this->side_.transport, this->side_.endpoint,
                                    this->in_folder("no/such/folder/file"), "data", 0),
                       [&](const std::exception_ptr& failure, bool) {
                           ++ended;
                           reasons += error_of([&] { std::rethrow_exception(failure); }).reason() + ' ';
                       });
    while (ended<many&& this->loop_.run_one()> 0) {
    }

    EXPECT_EQ(reasons, "remote-io remote-io remote-io remote-io remote-io remote-io remote-io remote-io ");
}

TYPED_TEST(UploadContract, FileWhereThisUserMayNotWriteIsPermissionDenied) {
    const std::string forbidden = forbidden_file(this->in_folder("locked"));
    if (forbidden.empty()) GTEST_SKIP() << "this user may write everywhere";

    const Error error = error_of([&] { this->put(forbidden, "data"); });

    EXPECT_EQ(error.kind(), Error::Kind::remote);
    EXPECT_EQ(error.reason(), "permission-denied");
}

TYPED_TEST(UploadContract, ConnectionIsUsableAfterARemoteError) {
    const auto work = [](Transport* transport, Endpoint endpoint,
                         std::string folder) -> asio::awaitable<std::string> {
        const auto connection = co_await transport->connect(endpoint);
        bool refused = false;
        try {
            co_await connection->put(folder + "/no/folder/file", "data", 0);
        } catch (const Error&) {
            refused = true;
        }
        co_await connection->put(folder + "/file", "data", 0);
        const Said said = co_await ask(connection.get(), "cat '" + folder + "/file'");
        co_return refused ? said.out : std::string("not refused");
    };

    EXPECT_EQ(run_loop(this->loop_, work(&this->side_.transport, this->side_.endpoint,
                                         this->side_.folder.path().string())),
              "data");
}

}  // namespace
}  // namespace clientpush

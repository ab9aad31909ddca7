// session.exe: what OpenSSH for Windows does with one request to run a command, done under Wine. The command
// comes in the environment, so that nobody quotes it again. cmd.exe gets it as the server gives it: in one
// pair of quotes. It runs in a job that ends with it, as there: what it leaves behind is ended, unless it
// broke away or is a service.
#include <windows.h>

#include <cstdio>
#include <string>

namespace {

std::wstring take(const wchar_t* name) {
    wchar_t value[32768];
    const DWORD length = GetEnvironmentVariableW(name, value, 32768);
    SetEnvironmentVariableW(name, nullptr);
    return {value, length};
}

/// Whoever inherits the Unix descriptor of standard error keeps the session open; a handle of Windows' own is
/// closed when the session's processes have ended.
HANDLE error_output(const std::wstring& pipe) {
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    return CreateFileW(pipe.c_str(), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited,
                       OPEN_EXISTING, 0, nullptr);
}

/// What the child reads from, and we write to.
struct Input {
    HANDLE read = nullptr;
    HANDLE write = nullptr;
};

Input make_input() {
    Input input;
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    CreatePipe(&input.read, &input.write, &inherited, 1 << 20);
    SetHandleInformation(input.write, HANDLE_FLAG_INHERIT, 0);
    return input;
}

void write_line(const Input& input, const std::string& line) {
    // Windows' cmd.exe takes no more than a line from a pipe; Wine's takes what is there and forgets the
    // rest.
    for (DWORD left = 1; PeekNamedPipe(input.read, nullptr, 0, nullptr, &left, nullptr) && left > 0;)
        Sleep(1);
    DWORD written = 0;
    WriteFile(input.write, line.data(), static_cast<DWORD>(line.size()), &written, nullptr);
}

DWORD WINAPI relay(void* given) {
    const Input& input = *static_cast<Input*>(given);
    const HANDLE from = GetStdHandle(STD_INPUT_HANDLE);
    std::string pending;
    char block[4096];
    for (DWORD size = 0; ReadFile(from, block, sizeof block, &size, nullptr) && size > 0;) {
        pending.append(block, size);
        for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
            write_line(input, pending.substr(0, end + 1));
            pending.erase(0, end + 1);
        }
    }
    write_line(input, pending);
    write_line(input, {});
    CloseHandle(input.write);
    return 0;
}

/// The only handle that stays open is the one in the process itself.
bool end_with(HANDLE process) {
    const HANDLE job = CreateJobObjectW(nullptr, nullptr);
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_BREAKAWAY_OK;
    HANDLE kept = nullptr;
    const bool done =
        SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits) &&
        AssignProcessToJobObject(job, process) &&
        DuplicateHandle(GetCurrentProcess(), job, process, &kept, 0, FALSE, DUPLICATE_SAME_ACCESS);
    CloseHandle(job);
    return done;
}

}  // namespace

int main() {
    std::wstring line = L"\"C:\\windows\\system32\\cmd.exe\" /c \"" + take(L"SESSION_COMMAND") + L"\"";
    STARTUPINFOW startup{};
    startup.cb = sizeof startup;
    startup.dwFlags = STARTF_USESTDHANDLES;
    Input input = make_input();
    startup.hStdInput = input.read;
    startup.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = error_output(take(L"SESSION_ERRORS"));
    PROCESS_INFORMATION child{};
    if (!CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, CREATE_SUSPENDED, nullptr, nullptr,
                        &startup, &child)) {
        std::printf("session: cannot start cmd.exe: %lu\n", GetLastError());
        return 255;
    }
    if (!end_with(child.hProcess)) std::printf("session: no job: %lu\n", GetLastError());
    CreateThread(nullptr, 0, relay, &input, 0, nullptr);
    ResumeThread(child.hThread);
    WaitForSingleObject(child.hProcess, INFINITE);
    DWORD code = 255;
    GetExitCodeProcess(child.hProcess, &code);
    return static_cast<int>(code);
}

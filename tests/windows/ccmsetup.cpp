// A stand-in for ccmsetup.exe and for the agent that it installs, with the outward contract alone: its
// parameters and properties, service mode, the values in the registry, the log and its last line, exit codes
// 0 and 6 to 10.
//   ccmsetup.exe [/PARAMETER[:VALUE]]... [PROPERTY=VALUE]...
// C:\ccmsetup.ini steers it: [setup] exit=CODE (of the service) launch=CODE (of the launcher)
// delay=MILLISECONDS silent=1 (the service ends without a line in the log)
#include <windows.h>

#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace {

using Text = std::wstring;

const Text folder = L"C:\\windows\\ccmsetup";
wchar_t setup_name[] = L"ccmsetup";
wchar_t agent_name[] = L"CcmExec";

struct Order {
    std::map<Text, Text> properties;
    bool runs_as_service = false;
    bool is_agent = false;
    Text rest;  ///< of the command line, behind the program
};

SERVICE_STATUS_HANDLE service;
SERVICE_STATUS status;
HANDLE stop_asked;
Order order;

UINT setting(const wchar_t* name) {
    return GetPrivateProfileIntW(L"setup", name, 0, L"C:\\ccmsetup.ini");
}

void log(const std::string& text) {
    CreateDirectoryW(folder.c_str(), nullptr);
    CreateDirectoryW((folder + L"\\Logs").c_str(), nullptr);
    SYSTEMTIME now;
    GetLocalTime(&now);
    char line[4096];
    const int size =
        std::snprintf(line, sizeof line,
                      "<![LOG[%s]LOG]!><time=\"%02d:%02d:%02d.%03d+000\" date=\"%02d-%02d-%04d\" "
                      "component=\"ccmsetup\" context=\"\" type=\"1\" thread=\"%lu\" file=\"setup\">\r\n",
                      text.c_str(), now.wHour, now.wMinute, now.wSecond, now.wMilliseconds, now.wMonth,
                      now.wDay, now.wYear, GetCurrentThreadId());
    const HANDLE file = CreateFileW((folder + L"\\Logs\\ccmsetup.log").c_str(), FILE_APPEND_DATA,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_ALWAYS, 0, nullptr);
    DWORD written = 0;
    WriteFile(file, line, static_cast<DWORD>(size), &written, nullptr);
    CloseHandle(file);
}

int ended(int code) {
    log("CcmSetup is exiting with return code " + std::to_string(code));
    return code;
}

Order read_order() {
    Order read;
    int count = 0;
    wchar_t** arguments = CommandLineToArgvW(GetCommandLineW(), &count);
    for (int i = 1; i < count; ++i) {
        const Text argument = arguments[i];
        const auto equals = argument.find(L'=');
        if (argument == L"/runservice")
            read.runs_as_service = true;
        else if (argument == L"/agent")
            read.is_agent = true;
        else if (argument[0] != L'/' && equals != Text::npos)
            read.properties[argument.substr(0, equals)] = argument.substr(equals + 1);
    }
    const Text line = GetCommandLineW();
    const auto program = line[0] == L'"' ? line.find(L'"', 1) + 1 : line.find(L' ');
    if (program < line.size()) read.rest = line.substr(program);
    return read;
}

void set_value(const wchar_t* key, const wchar_t* name, DWORD type, const void* data, DWORD size) {
    HKEY opened = nullptr;
    RegCreateKeyExW(HKEY_LOCAL_MACHINE, key, 0, nullptr, 0, KEY_WRITE | KEY_WOW64_64KEY, nullptr, &opened,
                    nullptr);
    RegSetValueExW(opened, name, 0, type, static_cast<const BYTE*>(data), size);
    RegCloseKey(opened);
}

void set_port(const wchar_t* name, const wchar_t* property, DWORD otherwise) {
    const auto given = order.properties.find(property);
    const DWORD port =
        given == order.properties.end() ? otherwise : std::wcstoul(given->second.c_str(), nullptr, 10);
    set_value(L"SOFTWARE\\Microsoft\\CCM", name, REG_DWORD, &port, sizeof port);
}

void set_text(const wchar_t* name, const Text& text) {
    set_value(L"SOFTWARE\\Microsoft\\SMS\\Mobile Client", name, REG_SZ, text.c_str(),
              static_cast<DWORD>((text.size() + 1) * sizeof(wchar_t)));
}

/// Makes a service of this program and starts it.
bool start_service(const wchar_t* name, const Text& parameters) {
    const Text line = L"\"" + folder + L"\\ccmsetup.exe\"" + parameters;
    const SC_HANDLE manager = OpenSCManagerW(nullptr, nullptr, SC_MANAGER_ALL_ACCESS);
    SC_HANDLE made = CreateServiceW(manager, name, name, SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS,
                                    SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL, line.c_str(), nullptr,
                                    nullptr, nullptr, nullptr, nullptr);
    if (made == nullptr) made = OpenServiceW(manager, name, SERVICE_ALL_ACCESS);
    if (StartServiceW(made, 0, nullptr)) return true;
    const DWORD error = GetLastError();
    log("StartService ended with " + std::to_string(error));
    // On a busy machine Wine does not wait long enough for a service that does start.
    return error == ERROR_SERVICE_ALREADY_RUNNING || error == ERROR_SERVICE_REQUEST_TIMEOUT;
}

void remove_service(const wchar_t* name) {
    const SC_HANDLE manager = OpenSCManagerW(nullptr, nullptr, SC_MANAGER_ALL_ACCESS);
    const SC_HANDLE found = OpenServiceW(manager, name, DELETE);
    DeleteService(found);
    CloseServiceHandle(found);
    CloseServiceHandle(manager);
}

/// Counts the starts of the installer's work, for whoever wants to know that there was one.
void count_start() {
    std::FILE* file = _wfopen(L"C:\\starts.txt", L"ab");
    std::fputs("start\r\n", file);
    std::fclose(file);
}

int install() {
    count_start();
    Sleep(setting(L"delay"));
    if (setting(L"silent") != 0) return 0;
    const int code = static_cast<int>(setting(L"exit"));
    if (code != 0) return ended(code);
    set_port(L"HttpPort", L"CCMHTTPPORT", 80);
    set_port(L"HttpsPort", L"CCMHTTPSPORT", 443);
    set_text(L"AssignedSiteCode", order.properties[L"SMSSITECODE"]);
    set_text(L"ProductVersion", L"5.00.9128.1007");
    if (!start_service(agent_name, L" /agent")) return ended(6);
    log("Installation succeeded.");
    return ended(0);
}

void tell(DWORD state) {
    status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
    status.dwCurrentState = state;
    status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP : 0;
    SetServiceStatus(service, &status);
}

void WINAPI on_control(DWORD control) {
    if (control == SERVICE_CONTROL_STOP) SetEvent(stop_asked);
}

void WINAPI setup_service(DWORD, LPWSTR*) {
    service = RegisterServiceCtrlHandlerW(setup_name, on_control);
    tell(SERVICE_RUNNING);
    install();
    remove_service(setup_name);
    tell(SERVICE_STOPPED);
}

void WINAPI agent_service(DWORD, LPWSTR*) {
    service = RegisterServiceCtrlHandlerW(agent_name, on_control);
    tell(SERVICE_RUNNING);
    WaitForSingleObject(stop_asked, INFINITE);
    tell(SERVICE_STOPPED);
}

bool is_running(const wchar_t* name) {
    const SC_HANDLE manager = OpenSCManagerW(nullptr, nullptr, SC_MANAGER_ALL_ACCESS);
    const SC_HANDLE found = OpenServiceW(manager, name, SERVICE_QUERY_STATUS);
    SERVICE_STATUS asked{};
    return found != nullptr && QueryServiceStatus(found, &asked) && asked.dwCurrentState != SERVICE_STOPPED;
}

}  // namespace

int main() {
    order = read_order();
    stop_asked = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    if (order.runs_as_service || order.is_agent) {
        SERVICE_TABLE_ENTRYW table[] = {
            {order.is_agent ? agent_name : setup_name, order.is_agent ? agent_service : setup_service},
            {nullptr, nullptr}};
        return StartServiceCtrlDispatcherW(table) ? 0 : 1;
    }
    log("==========[ ccmsetup started in process " + std::to_string(GetCurrentProcessId()) + " ]==========");
    if (is_running(setup_name)) return 8;
    if (const UINT code = setting(L"launch")) return static_cast<int>(code);
    wchar_t self[MAX_PATH];
    GetModuleFileNameW(nullptr, self, MAX_PATH);
    CreateDirectoryW(folder.c_str(), nullptr);
    CopyFileW(self, (folder + L"\\ccmsetup.exe").c_str(), FALSE);
    if (!start_service(setup_name, L" /runservice" + order.rest)) return 6;
    std::printf("The service ccmsetup was started.\n");
    return 0;
}

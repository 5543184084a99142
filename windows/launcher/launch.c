/* SoKeHoach.exe: starts the Python that lies beside it, in runtime\, with the program; arguments are passed on. */
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <wchar.h>

#define ROOM 32768
#define FIRST_BUILD 17763 /* Windows 10, version 1809: what Qt needs */

typedef int (*python_main)(int, wchar_t **);

static int refuse(const wchar_t *sentence)
{
    MessageBoxW(NULL, sentence, L"Sổ Kế hoạch", MB_ICONERROR | MB_OK);
    return 127;
}

static int is_too_old(void)
{
    OSVERSIONINFOW version = {.dwOSVersionInfoSize = sizeof version};
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    LONG(WINAPI *ask)(OSVERSIONINFOW *) = ntdll ? (void *)GetProcAddress(ntdll, "RtlGetVersion") : NULL;
    if (!ask || ask(&version))
        return 0;
    return version.dwMajorVersion < 10 || version.dwBuildNumber < FIRST_BUILD;
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, LPWSTR line, int show)
{
    static wchar_t folder[ROOM], file[ROOM], program[ROOM];
    (void)instance, (void)before, (void)line, (void)show;
    if (is_too_old())
        return refuse(L"Chương trình cần Windows 10 (bản 1809 trở lên) hoặc Windows 11, loại 64 bit.");
    DWORD length = GetModuleFileNameW(NULL, folder, ROOM - 40);
    if (!length || length >= ROOM - 40)
        return refuse(L"Đường dẫn tới thư mục của chương trình quá dài. Hãy chép thư mục ra gần gốc ổ đĩa hơn.");
    *wcsrchr(folder, L'\\') = 0;
    wcscat(folder, L"\\runtime");
    SetDllDirectoryW(folder); /* and no longer the current folder, where anybody may have left a library */
    swprintf(file, ROOM, L"%ls\\python311.dll", folder);
    swprintf(program, ROOM, L"%ls\\pythonw.exe", folder);
    HMODULE python = LoadLibraryExW(file, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    python_main run = python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run)
        return refuse(L"Thư mục của chương trình thiếu tệp runtime\\python311.dll. Hãy chép lại cả thư mục.");
    swprintf(file, ROOM, L"%ls\\..\\app\\modules.zip", folder);
    if (GetFileAttributesW(file) == INVALID_FILE_ATTRIBUTES)
        return refuse(L"Thư mục của chương trình thiếu tệp app\\modules.zip. Hãy chép lại cả thư mục.");

    int given;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &given);
    const wchar_t *first[] = {program, L"-X", L"utf8", L"-m", L"desktop_app"};
    const int fixed = sizeof first / sizeof *first;
    wchar_t **arguments = words ? LocalAlloc(LPTR, sizeof *arguments * (given + fixed)) : NULL;
    if (!arguments)
        return refuse(L"Máy không còn đủ bộ nhớ để mở chương trình.");
    int count = 0;
    for (; count < fixed; count++)
        arguments[count] = (wchar_t *)first[count];
    for (int word = 1; word < given; word++)
        arguments[count++] = words[word];
    return run(count, arguments);
}

/* What Qt takes from the mscms.dll of Windows 10: colour profiles. Here there are none. */
#include <windows.h>

#define EXPORT __declspec(dllexport)

EXPORT void *WINAPI WcsOpenColorProfileW(void *profile, void *colours, void *gamut, DWORD access, DWORD share)
{
    (void)profile, (void)colours, (void)gamut, (void)access, (void)share;
    SetLastError(ERROR_FILE_NOT_FOUND);
    return NULL;
}

EXPORT void *WINAPI WcsCreateIccProfile(void *profile, DWORD options) { (void)profile, (void)options; return NULL; }
EXPORT BOOL WINAPI CloseColorProfile(void *profile) { (void)profile; return TRUE; }
EXPORT BOOL WINAPI GetColorProfileFromHandle(void *profile, void *to, DWORD *size)
{
    (void)profile, (void)to;
    if (size)
        *size = 0;
    return FALSE;
}
EXPORT void *WINAPI OpenColorProfileW(void *profile, DWORD access, DWORD share, DWORD how)
{ (void)profile, (void)access, (void)share, (void)how; return NULL; }
EXPORT BOOL WINAPI GetColorDirectoryW(void *machine, void *folder, DWORD *size)
{ (void)machine, (void)folder, (void)size; return FALSE; }

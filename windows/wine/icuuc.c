/* What Qt takes from the icuuc.dll of Windows 10: converters of old encodings. Here none can be opened. */
#include <stddef.h>
#include <stdint.h>

#define EXPORT __declspec(dllexport)
#define FILE_ACCESS_ERROR 4

static void fail(int *error)
{
    if (error)
        *error = FILE_ACCESS_ERROR;
}

EXPORT void *ucnv_open(const char *name, int *error) { (void)name; fail(error); return NULL; }
EXPORT void ucnv_close(void *converter) { (void)converter; }
EXPORT void ucnv_reset(void *converter) { (void)converter; }
EXPORT int8_t ucnv_getMaxCharSize(const void *converter) { (void)converter; return 1; }
EXPORT const char *ucnv_getName(const void *converter, int *error) { (void)converter; fail(error); return NULL; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *error)
{ (void)name, (void)standard; fail(error); return NULL; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *ucnv_getAvailableName(int number) { (void)number; return NULL; }
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void ucnv_getToUCallBack(void *converter, void *action, void *context)
{ (void)converter, (void)action, (void)context; }
EXPORT void ucnv_getFromUCallBack(void *converter, void *action, void *context)
{ (void)converter, (void)action, (void)context; }
EXPORT void ucnv_setToUCallBack(void *a, void *b, void *c, void *d, void *e, int *error)
{ (void)a, (void)b, (void)c, (void)d, (void)e; fail(error); }
EXPORT void ucnv_setFromUCallBack(void *a, void *b, void *c, void *d, void *e, int *error)
{ (void)a, (void)b, (void)c, (void)d, (void)e; fail(error); }
EXPORT void ucnv_cbToUWriteUChars(void *a, void *b, int c, int d, int *error)
{ (void)a, (void)b, (void)c, (void)d; fail(error); }
EXPORT void ucnv_cbFromUWriteUChars(void *a, void *b, void *c, int d, int *error)
{ (void)a, (void)b, (void)c, (void)d; fail(error); }
EXPORT void ucnv_toUnicode(void *a, void *b, void *c, void *d, void *e, void *f, int8_t g, int *error)
{ (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g; fail(error); }
EXPORT void ucnv_fromUnicode(void *a, void *b, void *c, void *d, void *e, void *f, int8_t g, int *error)
{ (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g; fail(error); }
EXPORT int ucnv_toUCountPending(void *converter, int *error) { (void)converter; fail(error); return 0; }
EXPORT int ucnv_fromUCountPending(void *converter, int *error) { (void)converter; fail(error); return 0; }

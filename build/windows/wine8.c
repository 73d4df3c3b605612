// bcryptprimitives.dll for wine 8, so that Go programs run in tests; nothing of it is shipped.
//
// Wine 8 lacks the library, which every Go program asks for random numbers. And it answers FileDispositionInformationEx with
// "not implemented" where a Windows that is too old says "invalid class": Go falls back to the older way of deleting a file
// only then. As Go loads this library first of all, it is the place to put the answer right.
#include <windows.h>
#include <string.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG); // RtlGenRandom

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }

#define DISPOSITION_EX 64
#define INVALID_INFO_CLASS ((LONG)0xC0000003)

typedef LONG(NTAPI *set_information)(HANDLE, PVOID, PVOID, ULONG, ULONG);
static set_information original;

static LONG NTAPI answer(HANDLE file, PVOID status, PVOID data, ULONG size, ULONG class)
{
	return class == DISPOSITION_EX ? INVALID_INFO_CLASS : original(file, status, data, size, class);
}

static void jump(BYTE *from, const void *to)
{
	memcpy(from, "\x48\xB8", 2); // mov rax, to
	memcpy(from + 2, &to, 8);
	memcpy(from + 10, "\xFF\xE0", 2); // jmp rax
}

BOOL WINAPI DllMain(HINSTANCE library, DWORD reason, LPVOID reserved)
{
	// wine's entry: mov r10, rcx; mov eax, NUMBER; test byte [0x7ffe0308], 1 — sixteen bytes that run anywhere
	enum { HEAD = 16 };
	if (reason != DLL_PROCESS_ATTACH)
		return TRUE;
	BYTE *entry = (BYTE *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtSetInformationFile");
	if (memcmp(entry, "\x4C\x8B\xD1\xB8", 4) != 0 || memcmp(entry + 8, "\xF6\x04\x25", 3) != 0)
		return TRUE; // another wine, which needs none of this
	BYTE *copy = VirtualAlloc(NULL, 4096, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
	DWORD before;
	if (copy == NULL || !VirtualProtect(entry, HEAD, PAGE_EXECUTE_READWRITE, &before))
		return FALSE;
	memcpy(copy, entry, HEAD);
	// rax holds the number of the call by now: jump without it
	memcpy(copy + HEAD, "\xFF\x25\x00\x00\x00\x00", 6); // jmp [rip]
	const BYTE *rest = entry + HEAD;
	memcpy(copy + HEAD + 6, &rest, 8);
	original = (set_information)copy;
	jump(entry, answer);
	VirtualProtect(entry, HEAD, before, &before);
	return TRUE;
}

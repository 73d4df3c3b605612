package app

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32          = windows.NewLazySystemDLL("user32.dll")
	monitorFromRect = user32.NewProc("MonitorFromRect")
	getMonitorInfo  = user32.NewProc("GetMonitorInfoW")
)

// monitorInfo is MONITORINFO.
type monitorInfo struct {
	size    uint32
	monitor windows.Rect
	work    windows.Rect // without the task bar
	flags   uint32
}

// inSight tells whether a window there could be taken hold of. Windows says where its screens are: of two alike, the right one may have
// moved to the left since.
func inSight(p place) bool {
	bar := p.bar()
	work, found := workArea(bar)
	return found && work.grips(bar)
}

// workArea is that of the screen that has most of a rectangle, if any has.
func workArea(a area) (work area, found bool) {
	rect := windows.Rect{Left: int32(a.left), Top: int32(a.top), Right: int32(a.right), Bottom: int32(a.bottom)}
	const defaultToNull = 0
	monitor, _, _ := monitorFromRect.Call(uintptr(unsafe.Pointer(&rect)), defaultToNull)
	if monitor == 0 {
		return area{}, false
	}
	info := monitorInfo{size: uint32(unsafe.Sizeof(monitorInfo{}))}
	if ok, _, _ := getMonitorInfo.Call(monitor, uintptr(unsafe.Pointer(&info))); ok == 0 {
		return area{}, false // it was unplugged between the two
	}
	w := info.work
	return area{int(w.Left), int(w.Top), int(w.Right), int(w.Bottom)}, true
}

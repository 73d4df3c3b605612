// Package app is the shell: thin structs whose methods the window calls, and the two surroundings they run in,
// the desktop window (wails.go) and a browser on this computer (browser.go). Policy lives in the services below it.
package app

// Shell is what the bound structs may ask of their surroundings. Both implementations may be called from any
// goroutine. Nothing in it carries a Wails type, so that every struct runs unchanged in browser mode and in tests.
type Shell interface {
	// Desktop is true in the native window: real paths, native dialogs, a folder to open.
	Desktop() bool

	// OpenFile asks for an existing file. "" means that the person cancelled; in browser mode it is always "",
	// because there the page uploads the file instead.
	OpenFile(FileDialog) (path string, err error)

	// SaveFile asks where to write. "" means that the person cancelled. In browser mode nobody is asked: the path is
	// a fresh place in the data folder from which Deliver hands the file over.
	SaveFile(FileDialog) (path string, err error)

	// Deliver says that the file at a path given by SaveFile is complete. The answer is what the window is told:
	// the path itself on the desktop, the address of a one-time download in browser mode.
	Deliver(path string) (string, error)

	// Reveal shows a written file to the person: the desktop opens its folder and answers "", browser mode answers
	// the address of a one-time download.
	Reveal(path string) (address string, err error)

	// Forget drops the temporary copy of an uploaded file. Paths that were not uploaded are left alone: on the
	// desktop they are the person's own files.
	Forget(path string) error

	// Emit sends an event to the window, in the order of the calls. Payloads stay small: the window asks for the rest.
	Emit(event string, payload any)

	// Notify shows a notification of the operating system (D6.2). The texts must hold no personal data: they are
	// shown on a locked screen. What the person chooses goes to Program.Chosen.
	Notify(Notification) error

	// Focus brings the window to the front, where the surroundings allow it.
	Focus()

	// InFront tells whether the person is looking at the window: then it says by itself what a notification would.
	InFront() bool

	// Print opens the print dialog of the system for what the window shows; a browser's page opens its own.
	Print()

	// Leave carries out what the person answered when they closed the window over work under way (D3.15).
	Leave(Leaving)
}

// Leaving is an answer to EventClosing.
type Leaving string

// The answers.
const (
	LeaveStay       Leaving = "stay"       // the window stays open
	LeaveLater      Leaving = "later"      // the program ends; the work goes on at its next start
	LeaveBackground Leaving = "background" // the window goes, the program ends when the work has
)

// EventClosing is emitted with {"jobs": n} when somebody closes the window over work under way.
const EventClosing = "window:closing"

// FileDialog describes an open or save dialog. Texts come translated from the caller.
type FileDialog struct {
	Title   string
	Name    string // suggested file name, with extension; save dialogs only
	Filters []FileFilter
}

// FileFilter is one line of a dialog's file type list.
type FileFilter struct {
	Name    string // "CSV (*.csv)"
	Pattern string // "*.csv;*.txt"
}

// Notification is one native notification. ID comes back when the person chooses one of its actions.
type Notification struct {
	ID       string
	Title    string
	Body     string
	Actions  []NotificationAction // its buttons; the first is also what a click on the notification itself does
	Replaces string               // an earlier notification's ID, which is taken back where the system can
}

// NotificationAction is one button. Title is translated: "Abrir".
type NotificationAction struct{ ID, Title string }

// The actions of our notifications.
const (
	actionOpen   = "open"   // the window shows what the job has come to
	actionReport = "report" // the window saves the report of rejected lines
	actionFolder = "folder" // the folder that holds the file of an export opens
	actionWindow = "window" // the window comes back, and says nothing of any job
)

// Program is what a shell runs; App implements it.
type Program interface {
	// Bound is the structs whose exported methods the window may call. It must work before Start: the generator
	// of the JavaScript bindings calls nothing else.
	Bound() []any

	// Start opens the data. It is called once, outside the window's own thread, after the page has loaded. Calls of
	// the page that come earlier wait (Calls); after an error they are all answered with it.
	Start(Shell) error

	// Stop ends running work at its last committed point and closes the data. Called once, only after Start.
	Stop()

	// WaitingFiles hands over files that were double-clicked, passed on the command line or dropped on the window
	// (D3.19). Absolute paths; called only after Start has succeeded.
	WaitingFiles(paths []string)

	// Chosen says that a person chose an action of a native notification. Called only after Start has succeeded.
	Chosen(id, action string)

	// WorkUnderWay is how many jobs this process runs. It answers at once: the window's own thread asks.
	WorkUnderWay() int
}

package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
)

// maxCall bounds the arguments of one call. Files go through /upload.
const maxCall = 1 << 20

// method is one exported method of a bound struct, ready to be called with JSON.
type method struct {
	name string // "Struct.Method"
	fn   reflect.Value
}

var errorType = reflect.TypeFor[error]()

// methodsOf collects what the desktop bridge would bind: the exported methods, keyed "Struct.Method". A signature the
// bridge cannot carry is a defect and stops the program at its start, in both modes alike.
func methodsOf(bound []any) map[string]method {
	methods := map[string]method{}
	for _, s := range bound {
		v := reflect.ValueOf(s)
		if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
			panic(fmt.Sprintf("bug: bound value %T is not a pointer to a struct", s))
		}
		for i := range v.NumMethod() {
			m := method{v.Elem().Type().Name() + "." + v.Type().Method(i).Name, v.Method(i)}
			if err := checkSignature(m.fn.Type()); err != nil {
				panic(fmt.Sprintf("bug: bound method %s: %v", m.name, err))
			}
			if _, twice := methods[m.name]; twice {
				panic("bug: two bound structs called " + v.Elem().Type().Name())
			}
			methods[m.name] = m
		}
	}
	return methods
}

// checkSignature: plain arguments, at most one value and at most one error, the error last.
func checkSignature(t reflect.Type) error {
	if t.IsVariadic() {
		return errors.New("variadic")
	}
	for i := range t.NumIn() {
		switch t.In(i).Kind() {
		case reflect.Interface, reflect.Func, reflect.Chan:
			return fmt.Errorf("argument %d is a %s", i+1, t.In(i))
		}
	}
	switch out := t.NumOut(); {
	case out > 2:
		return errors.New("more than one value and one error")
	case out == 2 && (t.Out(0) == errorType || t.Out(1) != errorType):
		return errors.New("two results must be a value and an error")
	}
	return nil
}

// call decodes the arguments, runs the method and returns its value. Panics that the method's own guard did not
// catch become errors here.
func (m method) call(args []json.RawMessage) (value any, err error) {
	t := m.fn.Type()
	if len(args) != t.NumIn() {
		return nil, badCall{fmt.Errorf("%d arguments instead of %d", len(args), t.NumIn())}
	}
	in := make([]reflect.Value, len(args))
	for i, arg := range args {
		p := reflect.New(t.In(i))
		if err := json.Unmarshal(arg, p.Interface()); err != nil {
			return nil, badCall{fmt.Errorf("argument %d: %w", i+1, err)}
		}
		in[i] = p.Elem()
	}
	defer func() {
		if p := recover(); p != nil {
			value, err = nil, recovered(m.name, p)
		}
	}()
	for _, out := range m.fn.Call(in) {
		if out.Type() != errorType {
			value = out.Interface()
		} else if !out.IsNil() {
			return nil, hide(m.name, out.Interface().(error))
		}
	}
	return value, nil
}

// badCall is a call that does not fit its method: a page older or newer than the program. The text stays here,
// because it may quote an argument.
type badCall struct{ error }

func (b *Browser) serveCall(w http.ResponseWriter, r *http.Request) {
	m, ok := b.methods[r.PathValue("struct")+"."+r.PathValue("method")]
	if !ok {
		refuse(w, http.StatusNotFound, "no_such_method", "This window is not of the same version as the program. Reload it.")
		return
	}
	var args []json.RawMessage
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCall)).Decode(&args)
	if tooBig := new(http.MaxBytesError); errors.As(err, &tooBig) {
		refuse(w, http.StatusRequestEntityTooLarge, "call_too_big", "Too much was sent at once.")
		return
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, "bad_call", "The call is not a JSON list of arguments.")
		return
	}
	value, err := m.call(args)
	if bad := (badCall{}); errors.As(err, &bad) {
		refuse(w, http.StatusBadRequest, "bad_call", "The arguments do not fit this method. Reload the window.")
		return
	}
	if err != nil {
		writeJSON(w, http.StatusOK, map[string]string{"error": FormatError(err)})
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"result": value})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil { // a DTO with NaN or a cycle: a defect, reported like one
		status = http.StatusOK
		e := hide("(encode result)", fmt.Errorf("encode a result of type %T: %w", body, err))
		if text, err = json.Marshal(map[string]string{"error": FormatError(e)}); err != nil {
			panic(fmt.Sprintf("bug: a string does not marshal: %v", err))
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	write(w, text)
}

func write(w http.ResponseWriter, body []byte) {
	if _, err := w.Write(body); err != nil {
		slog.Debug("the page left before its answer", "error", err)
	}
}

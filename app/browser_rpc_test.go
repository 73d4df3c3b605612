package app

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCall(t *testing.T) {
	o := serveTrial(t)
	long := `["` + strings.Repeat("x", maxCall) + `"]`
	for _, tt := range []struct {
		method, args string
		status       int
		want         string // result as JSON, or the error's code
	}{
		{"Trial/Echo", `[{"search":"ação","limit":1},2]`, 200, `"açãoação"`},
		{"Trial/Echo", `[null,1]`, 200, `""`},
		{"Trial/List", `[]`, 200, `null`},
		{"Trial/Clear", `[]`, 200, `null`},
		{"Trial/Refuse", `[]`, 200, "name_required"},
		{"Trial/Break", `[]`, 200, CodeInternal},
		{"Trial/Panic", `["maria@example.com"]`, 200, CodeInternal},
		{"Trial/NaN", `[]`, 200, CodeInternal},
		{"Trial/Missing", `[]`, 404, "no_such_method"},
		{"Trial/hidden", `[]`, 404, "no_such_method"},
		{"Elsewhere/Echo", `[]`, 404, "no_such_method"},
		{"Trial/Echo", `[`, 400, "bad_call"},
		{"Trial/Echo", `{"a":1}`, 400, "bad_call"},
		{"Trial/Echo", `[{"search":"a"}]`, 400, "bad_call"},
		{"Trial/Echo", `[{"search":"a"},1,2]`, 400, "bad_call"},
		{"Trial/Echo", `[{"search":7},1]`, 400, "bad_call"},
		{"Trial/Panic", long, 413, "call_too_big"},
	} {
		status, body := o.call(tt.method, tt.args)
		var got struct {
			Result json.RawMessage
			Error  *string
		}
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Errorf("%s(%.30s): answer %q: %v", tt.method, tt.args, body, err)
			continue
		}
		outcome := string(got.Result)
		if got.Error != nil {
			var e struct{ Code, Message, Field string }
			if err := json.Unmarshal([]byte(*got.Error), &e); err != nil {
				t.Errorf("%s: the error is no JSON string: %q", tt.method, *got.Error)
			}
			if e.Message == "" || strings.Contains(e.Message, "maria") {
				t.Errorf("%s: message %q", tt.method, e.Message)
			}
			outcome = e.Code
		}
		if status != tt.status || outcome != tt.want {
			t.Errorf("%s(%.30s) = %d %s, want %d %s", tt.method, tt.args, status, outcome, tt.status, tt.want)
		}
	}
}

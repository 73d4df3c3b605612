package syncer

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

// client speaks to one server on behalf of one device.
type client struct {
	base   *url.URL
	http   *http.Client
	device crm.ID
	key    func() (ed25519.PrivateKey, error)

	mu      sync.Mutex // one token is asked for at a time
	token   string
	renewAt time.Time
}

const (
	// stalled is how long an exchange may go without a byte moving: a chunk of an import takes the server a while.
	stalled = 60 * time.Second
	// renewBefore its end a token is replaced, so that no request meets the end on its way.
	renewBefore = time.Minute
	// maxProblem is more than any problem or list of devices says.
	maxProblem = 4 << 20
)

var errStalled = errors.New("no byte has moved for too long")

// newTransport is HTTP/1.1: a few connections that do not share one flow control, so that an edit overtakes a chunk of
// an import.
func newTransport(t *trust) *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:     t.config(),
		TLSHandshakeTimeout: 10 * time.Second,
		IdleConnTimeout:     90 * time.Second,
		MaxIdleConnsPerHost: 4,
		DisableCompression:  true, // zstd is negotiated here
	}
}

func newClient(base *url.URL, transport http.RoundTripper, device crm.ID, key func() (ed25519.PrivateKey, error)) *client {
	return &client{
		base: base, device: device, key: key,
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // the pin is of this server
		},
	}
}

// request is one call; its body may be sent again.
type request struct {
	method  string
	path    string // with its query
	header  http.Header
	body    []byte
	patient time.Duration // how long nothing may move, 0 = stalled
}

// call sends with a token, and once more with a new one when the server says that it has expired.
func (c *client) call(ctx context.Context, r request) (*answer, error) {
	for again := true; ; again = false {
		token, err := c.ticket(ctx)
		if err != nil {
			return nil, err
		}
		a, err := c.send(ctx, r, token)
		if again && refusalOf(err, wire.CodeToken) != nil {
			c.forget(token)
			continue
		}
		return a, err
	}
}

// send sends one request and returns the answer to it, whose body moves within r.patient or fails.
func (c *client) send(ctx context.Context, r request, token string) (*answer, error) {
	if r.patient == 0 {
		r.patient = stalled
	}
	ctx, cancel := context.WithCancelCause(ctx)
	watch := &watch{every: r.patient, timer: time.AfterFunc(r.patient, func() { cancel(errStalled) })}
	end := func() { watch.timer.Stop(); cancel(nil) }
	target, err := c.base.Parse(c.base.Path + r.path)
	if err != nil {
		end()
		return nil, fmt.Errorf("server address: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, target.String(), nil)
	if err != nil {
		end()
		return nil, fmt.Errorf("server address: %w", err)
	}
	for k, v := range r.header {
		req.Header[k] = v
	}
	req.Header.Set("User-Agent", "Carteira")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if r.body != nil {
		req.ContentLength = int64(len(r.body))
		req.GetBody = func() (io.ReadCloser, error) {
			return io.NopCloser(&watched{bytes.NewReader(r.body), watch}), nil
		}
		req.Body, _ = req.GetBody()
	}
	resp, err := c.http.Do(req)
	if err != nil {
		end()
		if cause := context.Cause(ctx); errors.Is(cause, errStalled) {
			err = cause
		}
		return nil, unreachable(err)
	}
	watch.timer.Stop()
	a := &answer{Response: resp, body: &awaited{resp.Body, watch}, end: end}
	if resp.StatusCode/100 == 2 {
		return a, nil
	}
	defer a.Close()
	return nil, a.refusal()
}

// answer is a response that is being read.
type answer struct {
	*http.Response
	body io.Reader
	end  func()
}

// Close ends the exchange, also in the middle of the body.
func (a *answer) Close() {
	a.end()
	_ = a.Body.Close() // what matters of it has been read
}

func (a *answer) refusal() error {
	r := &refusal{status: a.StatusCode}
	body, err := io.ReadAll(io.LimitReader(a.body, maxProblem))
	if err != nil {
		return unreachable(err)
	}
	if json.Unmarshal(body, &r.problem) != nil || r.problem.Error.Code == "" {
		r.problem = wire.Problem{Error: wire.ProblemError{
			Code: CodeServerFault, Field: "server", Message: fmt.Sprintf("the server answered with HTTP status %d", a.StatusCode),
		}}
	}
	if s, err := strconv.Atoi(a.Header.Get("Retry-After")); err == nil && s >= 0 {
		r.retryAfter = time.Duration(min(s, 3600)) * time.Second
	}
	return r
}

// json reads the body into v.
func (a *answer) json(v any) error {
	defer a.Close()
	body, err := io.ReadAll(io.LimitReader(a.body, maxProblem))
	if err != nil {
		return unreachable(err)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return errors.Join(crm.Errorf(CodeServerFault, "server", "the server's answer cannot be understood"), err)
	}
	return nil
}

// watch ends an exchange in which nothing moves.
type watch struct {
	timer *time.Timer
	every time.Duration
}

type watched struct {
	io.Reader
	watch *watch
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	if n > 0 {
		w.watch.timer.Reset(w.watch.every)
	}
	return n, err
}

// awaited is watched only while somebody waits for what it gives: a page that came early may lie until it is wanted.
type awaited struct {
	io.Reader
	watch *watch
}

func (w *awaited) Read(b []byte) (int, error) {
	w.watch.timer.Reset(w.watch.every)
	defer w.watch.timer.Stop()
	return w.Reader.Read(b)
}

// ticket is a token that is good for a while.
func (c *client) ticket(ctx context.Context) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token != "" && time.Now().Before(c.renewAt) {
		return c.token, nil
	}
	key, err := c.key()
	if errors.Is(err, ErrNoKey) {
		return "", crm.Errorf(wire.CodeUnknown, "", "this device has no key of its own; enrol it again")
	}
	if err != nil {
		return "", err
	}
	var a wire.TokenAnswer
	if err := c.exchange(ctx, "/v1/token", wire.TokenRequest{Device: c.device}, &a); err != nil {
		return "", err
	}
	signed := wire.TokenRequest{Device: c.device, Challenge: a.Challenge, Signature: ed25519.Sign(key, a.Challenge)}
	if err := c.exchange(ctx, "/v1/token", signed, &a); err != nil {
		return "", err
	}
	good := time.Duration(a.ExpiresIn) * time.Second
	c.token, c.renewAt = a.Token, time.Now().Add(good-min(renewBefore, good/2))
	return c.token, nil
}

func (c *client) forget(token string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token == token {
		c.token = ""
	}
}

// exchange posts JSON without a token and reads JSON.
func (c *client) exchange(ctx context.Context, path string, question, result any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return fmt.Errorf("encode request: %w", err)
	}
	a, err := c.send(ctx, request{method: http.MethodPost, path: path, header: jsonHeader(), body: body}, "")
	if err != nil {
		return err
	}
	return a.json(result)
}

func jsonHeader() http.Header { return http.Header{"Content-Type": {"application/json"}} }

// close gives up the idle connections.
func (c *client) close() { c.http.CloseIdleConnections() }

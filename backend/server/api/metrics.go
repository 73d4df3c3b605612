package api

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
)

// metrics hold counts only: no names, no personal data.
type metrics struct {
	requests  *prometheus.HistogramVec
	pushes    *prometheus.CounterVec
	ops       *prometheus.CounterVec
	listeners prometheus.Gauge
	handler   http.Handler
}

func newMetrics(r *prometheus.Registry, s *store.Store) *metrics {
	m := &metrics{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "carteira_request_seconds", Help: "Requests by route, method and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route", "method", "status"}),
		pushes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "carteira_pushes_total", Help: "Pushes decided, by lane.",
		}, []string{"lane"}),
		ops: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "carteira_operations_total", Help: "Operations answered, by kind and outcome.",
		}, []string{"kind", "outcome"}),
		listeners: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "carteira_event_listeners", Help: "Clients that wait for events.",
		}),
		handler: promhttp.HandlerFor(r, promhttp.HandlerOpts{}),
	}
	r.MustRegister(m.requests, m.pushes, m.ops, m.listeners, newHoldings(s))
	return m
}

func (m *metrics) request(r route, status int, took time.Duration) {
	m.requests.WithLabelValues(r.path, r.method, strconv.Itoa(status)).Observe(took.Seconds())
}

// kinds are the operations that are counted by name; a client's invention must not make a series of its own.
var kinds = func() map[replication.Kind]bool {
	m := map[replication.Kind]bool{}
	for _, k := range []replication.Kind{
		replication.KindContactCreate, replication.KindContactEdit, replication.KindImportChunk, replication.KindNoteAdd,
		replication.KindFieldDefine, replication.KindLabelDefine, replication.KindServiceDefine, replication.KindUserPut,
		replication.KindSettingSet, replication.KindPermissionSet, replication.KindInteraction, replication.KindMerge,
		replication.KindAvatarSet, replication.KindInteractionEdit, replication.KindSurveyPut, replication.KindAppointmentPut,
		replication.KindAnonymize, replication.KindDelete, replication.KindConflictSettle, replication.KindBlacklistAdd,
		replication.KindBlacklistRemove, replication.KindTabulationPut, replication.KindRestore, replication.KindContactBatch, replication.KindSegmentPut,
		replication.KindSegmentDelete, replication.KindImportUndo,
	} {
		m[k] = true
	}
	return m
}()

var outcomes = map[replication.Outcome]string{
	replication.Applied: "applied", replication.Already: "already", replication.Superseded: "superseded",
	replication.Rejected: "rejected",
}

func (m *metrics) pushed(lane replication.Lane, ops []wire.Op, results []wire.OpResult) {
	m.pushes.WithLabelValues(string(lane)).Inc()
	for i := range results {
		kind := "other"
		if i < len(ops) && kinds[ops[i].Kind] {
			kind = string(ops[i].Kind)
		}
		m.ops.WithLabelValues(kind, outcomes[results[i].Result.Outcome]).Inc()
	}
}

func (m *metrics) serve(c *call) error {
	m.handler.ServeHTTP(c.w, c.r)
	return nil
}

// holdings are what the store holds, asked for when they are looked at, and not more often than statsLife.
type holdings struct {
	store *store.Store
	descs []*prometheus.Desc

	mu   sync.Mutex
	read time.Time
	last store.Stats
}

const (
	statsLife    = 5 * time.Second
	statsSlowest = 10 * time.Second
)

func newHoldings(s *store.Store) *holdings {
	desc := func(name, help string) *prometheus.Desc { return prometheus.NewDesc(name, help, nil, nil) }
	return &holdings{store: s, descs: []*prometheus.Desc{
		desc("carteira_organizations", "Organizations."),
		desc("carteira_devices", "Devices that are enrolled and not revoked."),
		desc("carteira_log_entries", "Lines held in the logs of all organizations."),
		desc("carteira_conflicts", "Conflicts that wait for somebody."),
	}}
}

// Describe and Collect make holdings a prometheus.Collector.
func (h *holdings) Describe(out chan<- *prometheus.Desc) {
	for _, d := range h.descs {
		out <- d
	}
}

// Collect asks the store.
func (h *holdings) Collect(out chan<- prometheus.Metric) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Since(h.read) > statsLife {
		ctx, stop := context.WithTimeout(context.Background(), statsSlowest)
		defer stop()
		stats, err := h.store.Stats(ctx)
		if err != nil {
			for _, d := range h.descs {
				out <- prometheus.NewInvalidMetric(d, err)
			}
			return
		}
		h.read, h.last = time.Now(), stats
	}
	for i, n := range []int64{h.last.Organizations, h.last.Devices, h.last.LogEntries, h.last.Conflicts} {
		out <- prometheus.MustNewConstMetric(h.descs[i], prometheus.GaugeValue, float64(n))
	}
}

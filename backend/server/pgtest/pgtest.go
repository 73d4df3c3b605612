//go:build unix

// Package pgtest gives tests a real PostgreSQL: a throwaway cluster for each test program, an empty database for each
// caller.
package pgtest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// startWithin is how long a cluster may take to answer.
const startWithin = 60 * time.Second

var (
	once      sync.Once
	cluster   string // folder of the socket
	clusterOf error
	databases atomic.Int64
)

// URL is the address of an empty database. The test is skipped where PostgreSQL is not installed, and fails there when
// CI=true.
func URL(tb testing.TB) string {
	tb.Helper()
	bin, ok := binaries()
	if !ok {
		if os.Getenv("CI") == "true" {
			tb.Fatal("PostgreSQL is not installed: initdb is neither in PATH nor in /usr/lib/postgresql")
		}
		tb.Skip("SKIPPED, NOT TESTED: PostgreSQL is not installed (apt-get install postgresql)")
	}
	once.Do(func() { cluster, clusterOf = start(bin) })
	if clusterOf != nil {
		tb.Fatal(clusterOf)
	}
	name := fmt.Sprintf("test_%d", databases.Add(1))
	if err := execute(address("postgres"), "CREATE DATABASE "+name); err != nil {
		tb.Fatal(err)
	}
	return address(name)
}

func address(database string) string {
	return fmt.Sprintf("postgres://postgres@/%s?host=%s", database, cluster)
}

func execute(url, statement string) error {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.ExecContext(context.Background(), statement)
	return err
}

// binaries is the folder of initdb and postgres: Debian keeps it out of PATH.
func binaries() (dir string, ok bool) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path), true
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", false
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), true
}

// start makes a cluster and starts it. It ends with the test program: a shell that waits on a pipe of ours stops it,
// however we end.
func start(bin string) (socket string, err error) {
	// The path of a socket may have about a hundred characters, which a test's own folder can exceed.
	dir, err := os.MkdirTemp("/tmp", "pg")
	if err != nil {
		return "", err
	}
	user, err := unprivileged()
	if err != nil {
		return "", err
	}
	if user != nil {
		if err := os.Chown(dir, int(user.Uid), int(user.Gid)); err != nil {
			return "", err
		}
	}
	data := filepath.Join(dir, "data")
	initdb := command(user, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
	initdb.Dir = dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", fmt.Errorf("initdb: %w\n%s", err, out)
	}
	const script = `"$0" "$@" & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$PWD"`
	server := command(user, "/bin/sh", "-c", script, filepath.Join(bin, "postgres"), "-D", data, "-k", dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=128MB")
	server.Dir = dir
	if server.SysProcAttr == nil {
		server.SysProcAttr = &syscall.SysProcAttr{}
	}
	server.SysProcAttr.Setpgid = true // a signal to the group of the test program must not keep the shell from tidying up
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return "", err
	}
	server.Stdout, server.Stderr = log, log
	if _, err := server.StdinPipe(); err != nil { // open until this program ends
		return "", err
	}
	if err := server.Start(); err != nil {
		return "", fmt.Errorf("start PostgreSQL: %w", err)
	}
	go func() { _ = server.Wait() }() // which keeps the pipe from being collected as well
	cluster = dir
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		err := execute(address("postgres"), "SELECT 1")
		if err == nil {
			return dir, nil
		}
		if time.Since(began) > startWithin {
			out, _ := os.ReadFile(log.Name())
			return "", fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, out)
		}
	}
}

// unprivileged is whom PostgreSQL, which refuses to be root, runs as; nil for whoever runs the test.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	passwd, err := os.ReadFile("/etc/passwd")
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"postgres", "nobody"} {
		for _, line := range strings.Split(string(passwd), "\n") {
			parts := strings.Split(line, ":")
			if parts[0] != name || len(parts) < 4 {
				continue
			}
			uid, err := strconv.ParseUint(parts[2], 10, 32)
			if err != nil {
				return nil, err
			}
			gid, err := strconv.ParseUint(parts[3], 10, 32)
			if err != nil {
				return nil, err
			}
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, fmt.Errorf("no user other than root to run PostgreSQL as on %s", runtime.GOOS)
}

func command(user *syscall.Credential, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	if user != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: user}
	}
	return cmd
}

// The server, a process of its own as in real use: `node server.mjs FOLDER/`, started by run.mjs, which it tells the
// port and with which it ends.
import express from 'express';
import serve from 'express-pouchdb';
import { stored } from './pouch.mjs';

const [folder] = process.argv.slice(2);

// What replication needs; no log, users, views or Fauxton. Compression only costs time on loopback.
const routes = serve(stored(folder), {
  mode: 'minimumForPouchDB',
  overrideMode: { exclude: ['compression'] },
});

const server = express()
  .use(routes)
  .listen(0, '127.0.0.1', (err) => {
    if (err) throw err;
    process.send({ port: server.address().port });
  });
process.on('disconnect', () => process.exit());

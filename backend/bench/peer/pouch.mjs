// PouchDB with what both ends need and nothing more: leveldb on disk, HTTP and replication.
import http from 'node:http';
import HTTP from 'pouchdb-adapter-http';
import Level from 'pouchdb-adapter-leveldb';
import PouchDB from 'pouchdb-core';
import Replication from 'pouchdb-replication';

PouchDB.plugin(Level).plugin(HTTP).plugin(Replication);

/** Its databases are folders below folder, which ends in a slash. */
export const stored = (folder) => PouchDB.defaults({ prefix: folder, adapter: 'leveldb' });

const agent = new http.Agent({ keepAlive: true }); // without it a connection is opened for every request

/** The database behind an address. */
export const remote = (address) =>
  new PouchDB(address, { fetch: (to, options) => PouchDB.fetch(to, { ...options, agent }) });

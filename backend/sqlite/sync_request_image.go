package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

func (tx *Tx) saveRequestImage(noun replication.Noun, id crm.ID, e *replication.Effect) error {
	return tx.keepEffect("request_image", noun, id, e)
}

// requestImage is how the server has a request that has pending changes here; nil when it has none.
func (v *View) requestImage(noun replication.Noun, id crm.ID) (e *replication.Effect, kept bool, err error) {
	return v.keptEffect("request_image", noun, id)
}

func (tx *Tx) dropRequestImage(noun replication.Noun, id crm.ID) error {
	_, err := tx.c.exec(`DELETE FROM request_image WHERE noun = ? AND id = ?`, string(noun), id[:])
	return err
}

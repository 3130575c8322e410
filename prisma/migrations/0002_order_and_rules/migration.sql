-- What the schema file cannot say: the order of events, indexes of waiting work only, rules of a row.

-- Positions are given at commit, one transaction after another, so that whoever has read up to a position has missed
-- nothing below it. The lock is taken when the transaction commits and is gone when it has: work before that runs freely.
CREATE SEQUENCE event_position;

CREATE FUNCTION give_event_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('besedka event position'));
  UPDATE events SET position = nextval('event_position') WHERE id = NEW.id;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER event_position_at_commit AFTER INSERT ON events
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION give_event_position();

-- Finished rows stay for days; looking for work must not wade through them.
CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX inbox_waiting ON inbox (lane, id) WHERE done_at IS NULL AND parked_at IS NULL;
CREATE INDEX lane_leases_ready ON lane_leases (queue, ready_at) WHERE locked_until IS NULL;
CREATE INDEX lane_leases_held ON lane_leases (queue, locked_until) WHERE locked_until IS NOT NULL;
CREATE INDEX deliveries_waiting ON deliveries (dialogue_id, id) WHERE done_at IS NULL;

-- A dialogue is handed over once at a time.
CREATE UNIQUE INDEX handoffs_one_open ON handoffs (dialogue_id) WHERE ended_at IS NULL;

ALTER TABLE dialogues
  ADD CONSTRAINT dialogues_operator_answers CHECK ((status = 'OPERATOR') = (operator_id IS NOT NULL)),
  ADD CONSTRAINT dialogues_rating_is_of_five CHECK (rating BETWEEN 1 AND 5);

-- Lists of dialogues are ordered by their last change, told by the database's clock alone.
CREATE FUNCTION touch_dialogue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

CREATE TRIGGER dialogue_touched BEFORE UPDATE ON dialogues FOR EACH ROW EXECUTE FUNCTION touch_dialogue();

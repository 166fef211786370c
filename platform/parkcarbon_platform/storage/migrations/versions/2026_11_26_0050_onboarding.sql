-- What a park is, and whether it is at work. A park that is suspended is read only; an archived one takes no readings.
ALTER TABLE core.park
  ADD COLUMN type text, ADD COLUMN boundary text, ADD COLUMN scopes int[], ADD COLUMN ruleset text,
  ADD COLUMN state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'archived', 'deleted')),
  ADD COLUMN state_reason text, ADD COLUMN state_by text, ADD COLUMN state_at timestamptz;

-- A park that somebody is still describing; it becomes one by its park file.
CREATE TABLE identity.park_draft (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version int NOT NULL DEFAULT 1,
  step int NOT NULL DEFAULT 1 CHECK (step BETWEEN 1 AND 7),
  answers jsonb NOT NULL,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
  park text                                       -- code of the park that it has become
);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.park_draft TO pc_directory;
GRANT UPDATE (state, state_reason, state_by, state_at) ON core.park TO pc_directory;
SELECT core.audit_tables();

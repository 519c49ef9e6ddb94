-- A small database to play with: .read /app/share/sample.sql
CREATE TABLE machine (name TEXT PRIMARY KEY, kind TEXT NOT NULL, kernels INTEGER NOT NULL);
INSERT INTO machine VALUES
  ('web', 'guest', 1),
  ('game', 'guest', 1),
  ('db', 'sandbox', 0),
  ('cache', 'sandbox', 0);
.mode column
.headers on
SELECT kind, count(*) AS machines, sum(kernels) AS kernels FROM machine GROUP BY kind;

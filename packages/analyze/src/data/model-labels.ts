import type { DuckDBConnection } from "@duckdb/node-api";

/**
 * Makes the table `model_labels` (`model_name`, `label`): how tables and charts call each model. The label is the short name of
 * models.jsonl, if it stands for this model alone; two models that share one, or a short name that is another model's long name, keep
 * their long names. So a label always stands for one model, whatever the file says.
 *
 * @param utterances columns of the responses
 * @param models columns of models.jsonl; none when it is not there
 */
export async function createModelLabels(
  connection: DuckDBConnection,
  utterances: readonly string[],
  models: readonly string[],
): Promise<void> {
  const responded = utterances.includes("model_name")
    ? "SELECT DISTINCT model_name FROM utterance_records WHERE model_name IS NOT NULL"
    : "SELECT NULL::VARCHAR AS model_name WHERE false";
  const hasNames = models.includes("long_name") && models.includes("short_name");
  const listed = hasNames
    ? "SELECT CAST(long_name AS VARCHAR) AS model_name, CAST(short_name AS VARCHAR) AS short_name FROM models WHERE long_name IS NOT NULL"
    : "SELECT NULL::VARCHAR AS model_name, NULL::VARCHAR AS short_name WHERE false";
  await connection.run(
    `CREATE TABLE model_labels AS
     WITH responded AS (${responded}), listed AS (${listed}),
       known AS (SELECT model_name FROM responded UNION SELECT model_name FROM listed),
       shortened AS (
         SELECT model_name, any_value(short_name) AS short_name FROM listed
         GROUP BY model_name HAVING count(DISTINCT short_name) = 1
       ),
       distinct_short AS (SELECT short_name FROM shortened GROUP BY short_name HAVING count(*) = 1)
     SELECT k.model_name, CASE
         WHEN s.short_name IN (SELECT short_name FROM distinct_short)
           AND NOT EXISTS (SELECT 1 FROM known o WHERE o.model_name = s.short_name AND o.model_name <> k.model_name)
         THEN s.short_name ELSE k.model_name END AS label
     FROM known k LEFT JOIN shortened s ON s.model_name = k.model_name`,
  );
}

-- By what bought heat is told: by source the meter, its tabulated enthalpy [kJ/kg] and the basis of that. The meter may be
-- the park's or a neighbour's, whom an enterprise does not see: of these it is told the convention of its own bill and
-- nothing else, the code neither. Otherwise its inventory would hold another amount than the one the operator makes of it.
-- (Set within, as in codes_in_use.)
CREATE FUNCTION core.heat_terms(codes text[])
RETURNS TABLE (source text, point text, enthalpy text, basis text) LANGUAGE plpgsql AS $$
DECLARE
  own text := coalesce(current_setting('pc.enterprise', true), '');
BEGIN
  PERFORM set_config('pc.enterprise', '', true);
  RETURN QUERY
    SELECT s.code, CASE WHEN own = '' OR p.enterprise_id = own::int THEN p.code ELSE '' END,
      p.formula->'parameters'->>'enthalpy_kj_per_kg', p.formula->'parameters'->>'basis'
    FROM core.emission_source s
    JOIN core.source_term t ON t.source_id = s.id AND t.role = 'activity'
    JOIN core.point p ON p.id = t.point_id
    WHERE s.category = 'purchased_heat' AND s.code = ANY(codes) AND (own = '' OR s.enterprise_id = own::int)
    ORDER BY 1, 2, p.id;
  PERFORM set_config('pc.enterprise', own, true);
END $$;

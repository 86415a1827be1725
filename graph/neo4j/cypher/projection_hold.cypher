// Take the right to write, unless another holder has it and still shows signs of life.
// Parameters: $holder; $heir, whether the last holder on this machine is known to be gone;
// $lease, milliseconds.
MERGE (projection:Projection {name: 'huibi'})
ON CREATE SET projection.state = 'empty'
WITH projection
WHERE projection.holder IS NULL OR projection.holder = $holder
  OR projection.lease < timestamp() OR projection.holder STARTS WITH $heir
SET projection.holder = $holder, projection.lease = timestamp() + $lease
RETURN projection.holder AS holder

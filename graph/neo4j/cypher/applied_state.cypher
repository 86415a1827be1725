MATCH (state:Projection)
RETURN state.applied_seq AS applied_seq, state.applying_seq AS applying_seq, state.state AS state
LIMIT 1

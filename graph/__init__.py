"""The core: from sourced facts to explained verdicts; opens no source file and knows no web."""

namespace Signpost.ModelTools.Evaluation;

/// <summary>Evaluation data that cannot be used: one line that says which file and line, what was found and what was expected.</summary>
internal sealed class DataException(string message) : Exception(message);

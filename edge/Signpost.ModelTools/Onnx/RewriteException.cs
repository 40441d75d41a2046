namespace Signpost.ModelTools.Onnx;

/// <summary>A graph is not one that the rewrite is meant for.</summary>
internal sealed class RewriteException(string message) : Exception(message);

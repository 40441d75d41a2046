namespace Signpost.Recognition;

/// <summary>What the self-test found.</summary>
/// <param name="Faults">One a model that did not answer as recorded; none if all did.</param>
public sealed record SelfTestResult(IReadOnlyList<SelfTestFault> Faults)
{
    /// <summary>Whether the pack may be used on this machine.</summary>
    public bool Passed => Faults.Count == 0;
}

/// <summary>A model that did not answer as recorded.</summary>
/// <param name="Model"><c>detector</c>, <c>landmarks</c> or <c>extractor</c>.</param>
/// <param name="Detail">What was found and what was expected.</param>
public sealed record SelfTestFault(string Model, string Detail);

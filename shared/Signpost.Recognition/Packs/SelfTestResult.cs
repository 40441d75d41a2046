namespace Signpost.Recognition;

/// <summary>What the self-test found.</summary>
/// <param name="Faults">One a part that did not answer as recorded; none if all did.</param>
public sealed record SelfTestResult(IReadOnlyList<SelfTestFault> Faults)
{
    /// <summary>Whether what was tested may be used on this machine.</summary>
    public bool Passed => Faults.Count == 0;
}

/// <summary>A part that did not answer as it must.</summary>
/// <param name="Model"><c>detector</c>, <c>landmarks</c>, <c>extractor</c> or <c>search</c>.</param>
/// <param name="Detail">What was found and what was expected.</param>
public sealed record SelfTestFault(string Model, string Detail);

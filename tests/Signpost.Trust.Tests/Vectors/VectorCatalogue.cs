namespace Signpost.Trust.Tests;

/// <summary>Every case that a vector file exists for. Keys are the same in every run; signatures and ciphertexts are not, so that the committed
/// files are
/// written once: set SIGNPOST_WRITE_VECTORS to a folder and run <see cref="VectorTests"/>.</summary>
internal static class VectorCatalogue
{
    private static readonly Lazy<SortedDictionary<string, TrustVector>> Cases = new(Make);

    public static IReadOnlyDictionary<string, TrustVector> All => Cases.Value;

    private static SortedDictionary<string, TrustVector> Make()
    {
        var all = new SortedDictionary<string, TrustVector>(StringComparer.Ordinal);
        foreach (var (name, vector) in RosterVectors.All()) all.Add("rosters/" + name, vector);
        foreach (var (name, vector) in OrderVectors.All()) all.Add("orders/" + name, vector);
        foreach (var (name, vector) in BundleVectors.All()) all.Add("bundles/" + name, vector);
        foreach (var (name, vector) in MatchVectors.All()) all.Add("matches/" + name, vector);
        foreach (var (name, vector) in StatementVectors.Receipts()) all.Add("receipts/" + name, vector);
        foreach (var (name, vector) in StatementVectors.Times()) all.Add("times/" + name, vector);
        return all;
    }
}

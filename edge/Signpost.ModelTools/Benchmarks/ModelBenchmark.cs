using Signpost.ModelTools.Onnx;
using Signpost.ModelTools.Packing;

namespace Signpost.ModelTools.Benchmarks;

/// <summary>
/// Times a pack's models against the files that they were made from: all variants take turns within one run, so that whatever else the
/// machine does meets them alike, and the ratio of the medians is the figure.
/// </summary>
internal static class ModelBenchmark
{
    private const int WarmUp = 10;

    public static ModelTiming Run(PackRecipe recipe, string role, int threads, int runs)
    {
        byte[] upstream = Upstream(recipe, role), rewritten = recipe.MakeFloat(role);
        byte[]? integer = Roles.FileOf(recipe.Manifest, role).Quantisation is null ? null : recipe.Make(role);
        byte[][] variants = integer is null ? [upstream, rewritten] : [upstream, rewritten, integer];
        TimedModel[] models = [.. variants.Select(model => new TimedModel(model, threads))];
        try
        {
            // A fixed seed: what the values are does not matter, that they are the same for all does.
            var random = new Random(1);
            float[] input = [.. models[0].Input.Select(_ => random.NextSingle() * 2 - 1)];
            foreach (TimedModel model in models)
                input.CopyTo(model.Input, 0);
            for (int run = -WarmUp; run < runs; run++)
            {
                foreach (TimedModel model in models)
                    model.Run(timed: run >= 0);
            }
            double first = models[0].Median, last = models[^1].Median;
            return new ModelTiming(
                role == Roles.Extractor ? "recogniser" : role, threads, runs, first, models[1].Median, integer is null ? null : last, first / last,
                recipe.Source(role).Length, rewritten.Length, integer?.Length, models[0].MemoryBytes, models[^1].MemoryBytes);
        }
        finally
        {
            foreach (TimedModel model in models)
                model.Dispose();
        }
    }

    /// <summary>As published; the detector at the pack's input size, for which it has to be cut before its priors.</summary>
    private static byte[] Upstream(PackRecipe recipe, string role) =>
        Roles.FileOf(recipe.Manifest, role).Rewrites.Contains(UltraFaceWithoutPriors.Name)
            ? GraphRewriter.Apply(recipe.Source(role), [UltraFaceWithoutPriors.Name], recipe.Manifest)
            : recipe.Source(role);
}

/// <summary>Figures of one model with one number of threads.</summary>
/// <param name="Role"><c>detector</c>, <c>landmarks</c> or <c>recogniser</c>.</param>
/// <param name="Threads">Threads within an operation.</param>
/// <param name="Runs">Runs that the medians are of.</param>
/// <param name="UpstreamMs">Median of the published model, in milliseconds.</param>
/// <param name="RewrittenMs">Median of the float model after the pack's rewrites.</param>
/// <param name="Int8Ms">Median of the pack's integer model; null if the pack leaves it in floats.</param>
/// <param name="Speedup">Upstream by what the pack uses.</param>
/// <param name="UpstreamBytes">Size of the published file.</param>
/// <param name="RewrittenBytes">Size of the rewritten file.</param>
/// <param name="Int8Bytes">Size of the integer file.</param>
/// <param name="UpstreamMemoryBytes">By which the process grew with the published model.</param>
/// <param name="MemoryBytes">By which the process grew with the model that the pack uses.</param>
internal sealed record ModelTiming(
    string Role, int Threads, int Runs, double UpstreamMs, double RewrittenMs, double? Int8Ms, double Speedup,
    long UpstreamBytes, long RewrittenBytes, long? Int8Bytes, long UpstreamMemoryBytes, long MemoryBytes);

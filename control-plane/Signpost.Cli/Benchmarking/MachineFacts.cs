using System.Globalization;
using System.Runtime.InteropServices;

namespace Signpost.Cli.Benchmarking;

/// <summary>The machine and the moment of a measurement.</summary>
/// <param name="Cpu">As the kernel names it.</param>
/// <param name="Cores">That this program may use.</param>
/// <param name="Vectors">Instruction sets that matter here, of those the kernel lists.</param>
/// <param name="LoadBefore">Processes that wanted a core in the minute before: above 0.5 the clock's figures are worth little.</param>
internal sealed record MachineFacts(string Cpu, int Cores, string Vectors, string System, string Runtime, string Measured, double LoadBefore)
{
    private static readonly string[] Interesting = ["avx2", "avx_vnni", "avx512_vnni", "asimd", "asimddp"];

    public static MachineFacts Read(TimeProvider time)
    {
        var facts = File.ReadLines("/proc/cpuinfo").Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0].Trim(), pair => pair[1].Trim());
        var flags = (facts["flags"].Concat(facts["Features"]).FirstOrDefault() ?? "").Split(' ');
        return new(
            facts["model name"].FirstOrDefault() ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            string.Join(' ', Interesting.Intersect(flags)),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            time.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            ParseLoad(File.ReadAllText("/proc/loadavg")));
    }

    internal static double ParseLoad(string text) => double.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
}

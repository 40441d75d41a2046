using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Signpost.Cli.Testing;

/// <summary>How many tests ended how.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    public static readonly TestCounts None = new(0, 0, 0);

    public int Total => Passed + Failed + Skipped;

    public static TestCounts operator +(TestCounts a, TestCounts b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");

    /// <summary>Counts the results in a TRX report; null when there is none or it is not whole: the run broke off.</summary>
    public static TestCounts? Read(string trx)
    {
        if (!File.Exists(trx)) return null;
        try
        {
            var outcomes = XDocument.Load(trx).Descendants().Where(e => e.Name.LocalName == "UnitTestResult").Select(e => e.Attribute("outcome")?.Value).ToArray();
            var passed = outcomes.Count(o => o == "Passed");
            var skipped = outcomes.Count(o => o == "NotExecuted");
            return new(passed, outcomes.Length - passed - skipped, skipped);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Splits people by a hash of their label and a seed: the same people fall on the same side whatever else is in the folder.</summary>
internal static class PeopleSplit
{
    /// <summary>0 or 1.</summary>
    public static int HalfOf(string person, int seed) => SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{person}"))[0] & 1;

    /// <summary>
    /// Of the people with two pictures or more one half is enrolled with the first picture, the others are its mated probes; everybody else is not
    /// enrolled.
    /// </summary>
    /// <returns>Null if nobody has two pictures, or nobody is left over.</returns>
    public static OpenSet? Split(string name, IReadOnlyList<Sample> samples, int seed)
    {
        var people = samples.GroupBy(sample => sample.Person, StringComparer.Ordinal).ToList();
        var candidates = people.Where(person => person.Count() > 1).ToList();
        var enrolled = candidates.Where(person => HalfOf(person.Key, seed) == 0).ToList();
        // With very few people a half can be empty.
        if (enrolled.Count == 0 || enrolled.Count == people.Count)
            enrolled = candidates.Take((candidates.Count + 1) / 2).ToList();
        var others = people.Except(enrolled).ToList();
        return enrolled.Count == 0 || others.Count == 0
            ? null
            : new OpenSet(
                name,
                [.. enrolled.Select(person => person.First())],
                [.. enrolled.SelectMany(person => person.Skip(1))],
                [.. others.SelectMany(person => person)]);
    }

    /// <summary>The part of a protocol that is about the people of one half.</summary>
    public static OpenSet Half(OpenSet set, int half, int seed)
    {
        return new OpenSet($"{set.Name}, half {(half == 0 ? "A" : "B")}", Of(set.Gallery), Of(set.Mated), Of(set.NonMated));

        Sample[] Of(IReadOnlyList<Sample> samples) => [.. samples.Where(sample => HalfOf(sample.Person, seed) == half)];
    }
}

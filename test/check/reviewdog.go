// A stand-in for `reviewdog -f=sarif`: reads standard input with the library that
// reviewdog reads it with, and prints what it would comment on.
package main

import (
	"fmt"
	"io"
	"net/url"
	"os"

	"github.com/haya14busa/go-sarif/sarif"
)

func main() {
	given, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	log, err := sarif.UnmarshalSarif(given)
	if err != nil {
		panic(err)
	}
	for _, run := range log.Runs {
		for _, result := range run.Results {
			place := result.Locations[0].PhysicalLocation
			path, err := url.PathUnescape(*place.ArtifactLocation.URI)
			if err != nil {
				panic(err)
			}
			fmt.Printf("%s:%d: %s [%s]\n", path, *place.Region.StartLine,
				*result.Message.Text, *result.RuleID)
		}
	}
}
